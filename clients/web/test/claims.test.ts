import { describe, expect, it } from "vitest";
import { Claims } from "../src/claims";
import { standing } from "../src/privacy";

function memory(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
    removeItem: (key: string) => void delete kept[key],
  };
}

const FIRST = { visit: "v1", resume: "secret" };
const SECOND = { visit: "v2", resume: "other" };

describe("the visits that a tab can claim", () => {
  it("stores nothing before its visitor agreed", () => {
    const storage = memory();
    const claims = new Claims(storage);
    claims.current = FIRST;
    expect([claims.all, claims.earlier, storage.kept]).toEqual([[FIRST], [], {}]);
  });

  it("still knows a visit after the page was loaded anew, until nothing is kept of it", () => {
    const storage = memory();
    const before = new Claims(storage);
    before.current = FIRST;
    before.agreed();
    before.agreed();
    const claims = new Claims(storage);
    claims.current = SECOND;
    expect([claims.earlier, claims.all]).toEqual([[FIRST], [SECOND, FIRST]]);
    claims.drop(FIRST);
    expect([claims.all, storage.kept]).toEqual([[SECOND], {}]);
  });

  it("goes on without storage, and with one that holds something else", () => {
    const refused = new Claims({ getItem: () => null, removeItem: () => undefined, setItem: () => { throw new Error("full"); } });
    refused.current = FIRST;
    refused.agreed();
    refused.current = SECOND;
    expect(refused.earlier).toEqual([FIRST]);
    for (const odd of ["{", "7", '[{"visit":1}]']) expect(new Claims(memory({ "caravanserai.visits": odd })).all).toEqual([]);
  });
});

describe("what stands agreed to", () => {
  it("is what did not end", () => {
    const consents = [{ purpose: "voice" as const, given: "", ended: "today" }, { purpose: "analytics" as const, given: "", ended: null }];
    expect(standing({ site: "", since: "", until: "", consents, deeds: [] })).toEqual(["analytics"]);
    expect(standing(null)).toEqual([]);
  });
});
