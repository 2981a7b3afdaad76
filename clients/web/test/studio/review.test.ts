import { describe, expect, it } from "vitest";
import { by, sum } from "../../src/studio/figures/counting";
import type { Figure } from "../../src/studio/figures/counting";
import { percent } from "../../src/studio/jobs/job";
import en from "../../src/studio/phrases/en.json";
import it_ from "../../src/studio/phrases/it.json";
import zhHans from "../../src/studio/phrases/zh-Hans.json";
import { merged } from "../../src/studio/review/merging";
import { waiting } from "../../src/studio/review/draft";
import type { Claim, Part } from "../../src/studio/review/draft";
import { command } from "../../src/studio/review/keys";
import { categoryOf, marks, reasons } from "../../src/studio/review/marks";
import { Pace } from "../../src/studio/review/pace";
import { Editing } from "../../src/studio/review/words";

function claim(sentence: string, parts: Partial<Part>[], verdict: Claim["verdict"] = "not-found"): Claim {
  const whole = parts.map((part) => ({ text: "", start: 0, end: 0, verdict: "supported" as const, reason: "", ...part }));
  return { sentence, facts: [], verdict, reason: "why", parts: whole, arguable: false, read: null, unread: "" };
}

const key = (name: string, more: Partial<KeyboardEvent> = {}) =>
  command({ key: name, code: "", ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });

describe("marks", () => {
  it("cuts a sentence at code points, not at halves of them", () => {
    const text = "𐤁 wells are old, and 15 metres deep.";
    const found = marks(text, claim(text, [
      { start: 0, end: 16 }, { start: 16, end: 36, verdict: "contradicted", reason: "12 metres" },
    ]));
    expect(found.map((each) => each.text).join("")).toBe(text);
    expect(found[1]).toEqual({ text: " and 15 metres deep.", verdict: "contradicted", reason: "12 metres" });
  });

  it("marks the whole sentence where no clause of it is to blame, or where the clauses do not fit", () => {
    expect(marks("A well.", claim("A well.", []))).toEqual([{ text: "A well.", verdict: "not-found", reason: "why" }]);
    const beyond = claim("A well.", [{ start: 0, end: 90, verdict: "biased" }]);
    expect(marks("A well.", beyond)).toEqual([{ text: "A well.", verdict: "not-found", reason: "why" }]);
  });

  it("leaves what is supported alone", () => {
    expect(marks("A well.", claim("A well.", [], "supported"))).toHaveLength(1);
    expect(marks("A well.", null)[0]!.verdict).toBe("supported");
  });

  it("says every reason once, and what it would be called", () => {
    const part = { start: 0, end: 7, verdict: "biased" as const, reason: "“primitive”" };
    const sentences = [{ claim: claim("A well.", [part], "biased") }, { claim: claim("A well.", [part], "biased") }];
    expect(reasons(sentences)).toEqual(["“primitive”"]);
    expect(categoryOf(sentences)).toBe("bias");
    expect(categoryOf([])).toBe("factual");
  });
});

describe("keys", () => {
  it("knows letters, and their places on a keyboard that writes no Latin ones", () => {
    expect(key("a")).toBe("approve");
    expect(key("A")).toBe("approve");
    expect(key("ф", { code: "KeyA" })).toBe("approve");
    expect(key("q", { code: "KeyA" })).toBeUndefined();
  });

  it("leaves the browser its own and never decides twice for a key that is held", () => {
    expect(key("r", { ctrlKey: true })).toBeUndefined();
    expect(key("a", { repeat: true })).toBeUndefined();
    expect(key("j", { repeat: true })).toBe("down");
    expect(key(" ")).toBe("play");
  });
});

describe("pace", () => {
  it("counts the drafts and not the tea between them", () => {
    const pace = new Pace(0);
    expect(pace.minutes(10)).toBeUndefined();
    pace.tick(10_000);
    pace.tick(40_000);
    pace.tick(40_000 + 20 * 60_000);
    expect(pace.decided).toBe(3);
    expect(pace.seconds).toBe(20);
    expect(pace.minutes(60)).toBe(20);
  });

  it("adds up what waits", () => {
    const counts = { it: { screened: 3, "in-review": 1, approved: 4, stale: 2 }, en: { screened: 1 } };
    expect(waiting(counts)).toBe(7);
    expect(waiting(counts, "it")).toBe(6);
    expect(waiting(counts, "fr")).toBe(0);
  });
});

describe("editing", () => {
  const words = [{ text: "One.", facts: ["a"] }, { text: "Two.", facts: [] }];

  it("takes what is typed at a stretch as one step, back and forth", () => {
    const editing = new Editing(words);
    editing.write(0, "On");
    editing.write(0, "Once.");
    editing.write(1, "Twice.");
    editing.undo();
    expect(editing.now.map(({ text }) => text)).toEqual(["Once.", "Two."]);
    editing.undo();
    expect(editing.changed).toBe(false);
    editing.redo();
    editing.redo();
    expect(editing.now.map(({ text }) => text)).toEqual(["Once.", "Twice."]);
    expect(editing.canRedo).toBe(false);
  });

  it("adds, removes and re-founds sentences, and sends none that is empty", () => {
    const editing = new Editing(words);
    editing.add(0);
    expect(editing.now[1]).toEqual({ text: "", facts: ["a"] });
    expect(editing.sentences()).toEqual(words);
    editing.rest(0, "b", true);
    editing.rest(0, "a", false);
    expect(editing.now[0]!.facts).toEqual(["b"]);
    editing.remove(2);
    editing.remove(1);
    editing.remove(0);
    expect(editing.now).toHaveLength(1);
  });
});

describe("two edits of the same words", () => {
  const words = (...texts: string[]) => texts.map((text) => ({ text, facts: ["a"] }));

  it("keeps what each of them wrote, and says where both did", () => {
    const base = words("One.", "Two.", "Three.");
    const found = merged(base, words("Once.", "Two.", "Thrice!"), words("One.", "Twice.", "Thrice."));
    expect(found?.words.map(({ text }) => text)).toEqual(["Once.", "Twice.", "Thrice!"]);
    expect(found?.both).toEqual([2]);
  });

  it("proposes nothing where a sentence came or went", () => {
    expect(merged(words("One."), words("One.", "Two."), words("One!"))).toBeUndefined();
  });
});

describe("phrases", () => {
  it("are whole in every language, with the same values to fill in", () => {
    const values = (text: string) => new Set(text.match(/\{\w+\}/g) ?? []);
    for (const other of [it_, zhHans] as Record<string, string>[]) {
      expect(Object.keys(other)).toEqual(Object.keys(en));
      for (const [key, text] of Object.entries(en)) expect([key, values(other[key]!)]).toEqual([key, values(text)]);
    }
  });
});

describe("figures", () => {
  it("add up by whichever name is asked for", () => {
    const figure = (period: string, category: string, count: number): Figure => ({ period, language: "it", model: "", source: "take", category, count });
    const rows = by([figure("2026-11", "clean", 3), figure("2026-10", "bias", 1), figure("2026-11", "clean", 2)], "period");
    expect(rows).toEqual([["2026-10", { bias: 1 }], ["2026-11", { clean: 5 }]]);
    expect(sum(rows[1]![1])).toBe(5);
  });

  it("know how far a job is", () => {
    expect(percent({ done: 1, total: 3 })).toBe(33);
    expect(percent({ done: 0, total: 0 })).toBeUndefined();
  });
});
