import { describe, expect, it } from "vitest";
import { about, otherOf } from "../../src/studio/sites/advising";
import type { Note } from "../../src/studio/sites/advising";
import { isAt } from "../../src/studio/sites/explaining";
import { degreesOf, turnedTo } from "../../src/studio/sites/heading";
import { marksOf, thingsOf } from "../../src/studio/sites/hearing";
import type { Heard } from "../../src/studio/sites/hearing";
import { kindOf, LISTED, sectionOf } from "../../src/studio/sites/kinds";
import { names } from "../../src/studio/sites/naming";
import { around, estimate, moved, scaleBar } from "../../src/studio/sites/planning";
import type { Pin } from "../../src/studio/sites/planning";
import type { RecordTold } from "../../src/studio/sites/record";
import { kept, rowsOf, shown, TEXTS } from "../../src/studio/sites/translating";

const pins = new Map<string, Pin>([
  ["mouth", { id: "mouth", name: "The mouth", at: [0, 4] }],
  ["bench", { id: "bench", name: "The bench", at: [20, 4] }],
]);

describe("a tour from above", () => {
  it("is as long as its words and its way", () => {
    const found = estimate(["mouth", "bench"], pins, { mouth: 60, bench: 42 }, [0, 12]);
    expect(found.metres).toBe(35);
    expect(found.told).toBe(114);
    expect(found.minutes).toBe(2);
    expect(estimate([], pins, {}, [0, 12])).toMatchObject({ minutes: 0, metres: 0 });
    expect(estimate(["gone", "bench"], pins, { bench: 10 }).metres).toBe(0);
  });

  it("has room around its stops, and none around a picture of the ground", () => {
    const [left, top, right, bottom] = around([[0, 0], [100, 50]]);
    expect(left).toBeLessThan(0);
    expect(bottom - top).toBeGreaterThan(50);
    expect(right - left).toBeGreaterThan(100);
    expect(around([[1, 1]], [-30, -20, 30, 20])).toEqual([-30, -20, 30, 20]);
    expect(around([[3, 3]]).every(Number.isFinite)).toBe(true);
  });

  it("has a scale of a round length", () => {
    expect([12, 90, 300, 1100].map(scaleBar)).toEqual([2, 10, 50, 200]);
  });

  it("is put in order one at a time", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 0, 9)).toEqual(["b", "a"]);
  });
});

describe("which way something is turned", () => {
  it("is told in degrees and written as a quaternion", () => {
    expect(degreesOf(undefined)).toBe(0);
    for (const degrees of [0, 45, 90, 180, 270.5, 359.9]) expect(degreesOf(turnedTo(undefined, degrees))).toBeCloseTo(degrees, 1);
    expect(turnedTo(undefined, 90)).toEqual([0, -0.707107, 0, 0.707107]);
  });

  it("keeps the tilt of what is turned", () => {
    const up = [Math.sin(0.2), 0, 0, Math.cos(0.2)];
    const turned = turnedTo(up, 90);
    expect(degreesOf(turned)).toBeCloseTo(90, 1);
    const [x, y, z, w] = turned as [number, number, number, number];
    expect(2 * (w * x - y * z)).toBeCloseTo(Math.sin(0.4), 4);
    expect(degreesOf([Math.SQRT1_2, 0, 0, Math.SQRT1_2])).toBeUndefined();
  });
});

describe("what a visitor would hear", () => {
  const heard: Heard = { text: "It is deep.", facts: ["depth"], origin: "approved", ai: false, model: "", imaginative: false, offer: "", refused: [], language: "en", ended: "" };

  it("says of each sentence where its words come from", () => {
    expect(marksOf(heard)).toEqual(["approved"]);
    expect(marksOf({ ...heard, ai: true })).toEqual(["approved", "machine"]);
    expect(marksOf({ ...heard, origin: "live", ai: true })).toEqual(["live"]);
    expect(marksOf({ ...heard, origin: "verbatim" })).toEqual(["verbatim"]);
    expect(marksOf({ ...heard, origin: "verbatim", ai: true })).toEqual(["translated"]);
    expect(marksOf({ ...heard, imaginative: true, ai: true })).toEqual(["imagined", "machine"]);
  });
});

describe("what of a record can be heard", () => {
  const record = (kind: string, id: string, body: RecordTold["body"]): RecordTold => ({ kind, id, version: 1, etag: "x", body, author: "", at: "", deleted: false, merged: false });
  const stops = [record("stop", "mouth", { title: { en: "The mouth" } }), record("stop", "bench", { title: { en: "The bench" } })];

  it("is a tour's stops in their order, without those that are gone", () => {
    const told = thingsOf("tour", record("tour", "short", { stops: ["bench", "gone", "mouth"] }), stops, "en");
    expect(told).toEqual([{ thing: "stop", id: "bench", name: "The bench" }, { thing: "stop", id: "mouth", name: "The mouth" }]);
  });

  it("is the record itself, and nothing of what is never told", () => {
    expect(thingsOf("stop", stops[0]!, [], "en")).toEqual([{ thing: "stop", id: "mouth", name: "The mouth" }]);
    expect(thingsOf("source", record("source", "rossi", {}), [], "en")).toEqual([]);
  });
});

describe("records of every kind", () => {
  it("have their place in the studio", () => {
    for (const kind of LISTED) expect(kindOf(sectionOf(kind))).toBe(kind);
    expect(kindOf("about")).toBe("site");
    expect(kindOf("people")).toBeUndefined();
  });

  it("are named by others as a word, in a list, or as a source", () => {
    expect(names("well", "well")).toBe(true);
    expect(names(["a", "well"], "well")).toBe(true);
    expect(names([{ source: "well", locator: "p. 4" }], "well")).toBe(true);
    expect(names([{ text: "the well", facts: ["well"] }], "well")).toBe(true);
    expect(names([{ text: "well" }, "wells"], "well")).toBe(false);
  });

  it("show a problem at the field that it is about", () => {
    expect(isAt("place.latitude", "place/latitude")).toBe(true);
    expect(isAt("facts[2]", "facts")).toBe(true);
    expect(isAt("factsheet", "facts")).toBe(false);
  });
});

describe("what needs attention", () => {
  const note: Note = { matter: "contradicts", kind: "fact", id: "depth", language: "en", other: "deeper", reason: "", also: [], text: "", other_text: "" };

  it("is told on both sides of a contradiction", () => {
    expect(about([note], "fact", "deeper")).toEqual([note]);
    expect(otherOf(note, "deeper")).toBe("depth");
    expect(about([{ ...note, matter: "numbers", other: "it" }], "fact", "it")).toEqual([]);
  });
});

describe("a translation side by side", () => {
  const record = (kind: string, id: string, body: RecordTold["body"]): RecordTold => ({ kind, id, version: 1, etag: "x", body, author: "", at: "", deleted: false, merged: false });
  const fact = TEXTS.find(({ kind }) => kind === "fact")!;
  const records = [
    record("fact", "a", { text: { en: "Deep.", fr: "Profond." } }), record("fact", "b", { text: { en: "Old." } }),
    record("fact", "c", { text: { en: "High." } }), record("fact", "d", { text: { en: "Wide." } }), record("fact", "e", { text: { it: "Solo." } }),
  ];
  const book = { facts: { a: "Creux.", b: "Vieux." }, drafts: { c: "Haute." }, objections: { c: ["says 12"] } };

  it("puts a person's words before a machine's, and marks which they are", () => {
    const rows = rowsOf(records, fact, "en", "fr", book);
    expect(rows.map(({ id, text, standing }) => [id, text, standing])).toEqual([["a", "Profond.", "person"], ["b", "Vieux.", "machine"], ["c", "Haute.", "draft"], ["d", "", "missing"]]);
    expect(rows[2]!.objections).toEqual(["says 12"]);
    expect(shown(rows, "missing").map(({ id }) => id)).toEqual(["d"]);
    expect(shown(rows, "machine").map(({ id }) => id)).toEqual(["b", "c"]);
  });

  it("has a row for each picture's words", () => {
    const note = record("annotation", "well", { label: { en: "The well" }, media: [{ file: "a", alt: { en: "A bucket", fr: "Un seau" } }, { file: "b", title: { en: "Rope" }, alt: { en: "A rope" } }] });
    const rows = TEXTS.filter(({ within }) => within !== undefined).flatMap((of) => rowsOf([note, record("annotation", "bench", { label: { en: "Bench" } })], of, "en", "fr", { labels: { well: "Le puits" } }));
    expect(rows.map(({ field, source, text, standing }) => [field, source, text, standing])).toEqual([
      ["media/1/title", "Rope", "", "missing"], ["media/0/alt", "A bucket", "Un seau", "person"], ["media/1/alt", "A rope", "", "missing"],
    ]);
  });

  it("keeps names one a line", () => {
    expect(kept("term", " le puits \n\n la fontaine ")).toEqual(["le puits", "la fontaine"]);
    expect(kept("fact", "  ")).toBeUndefined();
  });
});
