import { beforeEach, describe, expect, it, vi } from "vitest";
import { Within, cutOff } from "../src/within";

let cut: boolean;
const link = { hidden: false, hasAttribute: () => true };

beforeEach(() => {
  [cut, link.hidden] = [false, false];
  const body = { toggleAttribute: (_: string, now: boolean) => (cut = now), hasAttribute: () => cut };
  vi.stubGlobal("document", { body, querySelectorAll: () => [link] });
});

describe("what can be had", () => {
  it("is everything while there is a house, and the languages that are kept while there is none", () => {
    const within = new Within();
    expect(["en", "it"].filter(within.has)).toEqual(["en", "it"]);
    expect(within.become(["en"])).toBe(true);
    expect(within.become(["en"])).toBe(false);
    expect(["en", "it"].filter(within.has)).toEqual(["en"]);
    expect(within.become(undefined)).toBe(true);
    expect(["en", "it"].filter(within.has)).toEqual(["en", "it"]);
  });

  it("is no language rather than another where no words are kept", () => {
    const within = new Within();
    within.become([]);
    expect(within.has("it")).toBe(true);
    expect(cutOff()).toBe(true);
  });

  it("is no page of the house while the line is cut", () => {
    const within = new Within();
    within.cut();
    expect([cutOff(), link.hidden]).toEqual([true, true]);
    within.become(undefined);
    expect([cutOff(), link.hidden]).toEqual([false, false]);
  });
});
