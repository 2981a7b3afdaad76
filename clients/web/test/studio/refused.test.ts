import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Problem } from "../../src/studio/api";
import { kindly } from "../../src/studio/problem";
import { refused } from "../../src/studio/refused/refused";
import { TABLES } from "../../src/studio/refused/words";
import { speak } from "../../src/studio/strings";

beforeAll(() => vi.stubGlobal("document", { documentElement: {} }));
afterAll(() => {
  speak(["en"]);
  vi.unstubAllGlobals();
});

const wrong = new Problem(401, "Login and password do not go together.", { reason: "wrong" });

describe("what the server refuses", () => {
  it("is said in every language with the same blanks", () => {
    for (const table of Object.values(TABLES)) {
      expect(Object.keys(table)).toEqual(Object.keys(TABLES.en));
      for (const [key, text] of Object.entries(table)) expect(text.match(/\{\w+\}/g)?.sort(), key).toEqual(TABLES.en[key as keyof typeof TABLES.en].match(/\{\w+\}/g)?.sort());
    }
  });

  it("has a word for every reason that the server gives", () => {
    const source = readFileSync(new URL("../../../../tour/people/refusal.py", import.meta.url), "utf-8");
    const reasons = [...source.slice(source.indexOf("Literal["), source.indexOf("]  #")).matchAll(/"([\w-]+)"/g)].map(([, reason]) => reason!);
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => !(reason in TABLES.en))).toEqual([]);
  });

  it("is the server's own sentence in English, which says more", () => {
    speak(["en"]);
    expect(kindly(wrong)).toBe("Login and password do not go together.");
  });

  it("is in the reader's language at the door, when saving and when publishing", () => {
    speak(["it"]);
    expect(kindly(wrong)).toBe("Nome di accesso e password non corrispondono.");
    expect(kindly(new Problem(429, "Too many tries.", { reason: "slow-down" }, 30))).toContain("Troppi tentativi");
    expect(kindly(new Problem(403, "No.", { denied: "role" }))).toContain("ruoli");
    const bare = { kind: "fact", id: "depth", field: "text.zh-Hans", problem: "no text in this language", remedy: "write it" };
    expect(kindly(new Problem(422, "…", bare))).toMatch(/^depth: manca il testo in 简体中文/);
    const lost = { kind: "annotation", id: "well", field: "facts", problem: "there is no fact 'depth'", remedy: "…" };
    expect(kindly(new Problem(422, "…", lost))).toBe("well nomina depth, che non c’è. Lo corregga, o scriva ciò che manca.");
  });

  it("is the server's sentence where there is no word for it", () => {
    speak(["zh-CN"]);
    expect(refused(new Problem(422, "odd", { problem: "something else", remedy: "…" }))).toBe("");
    expect(kindly(new Problem(422, "odd: mend it.", {}))).toBe("odd: mend it.");
  });
});
