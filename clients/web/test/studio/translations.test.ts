import { beforeEach, describe, expect, it, vi } from "vitest";
import { fieldIn, keyOf, rowsOf, TEXTS } from "../../src/studio/sites/translating";
import type { Row } from "../../src/studio/sites/translating";
import type { Body, RecordTold } from "../../src/studio/sites/record";
import "../../src/studio/sites/translations";

/** What the house does: who names the newest version is taken at their word, what others did meanwhile is kept, and its pictures' order. */
let held: Body;
let version: number;
let meanwhile: (() => void) | undefined;
let refusing: boolean;
let said: string[];

const told = (): RecordTold => ({ kind: "annotation", id: "well", version, etag: `"${version}"`, body: held, author: "a", at: "", deleted: false, merged: false });
const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const media = (...names: string[]): Body => ({ media: names.map((file) => ({ file, alt: { en: `A ${file}` } })) });
const alts = () => Object.fromEntries((held["media"] as { file: string; alt: Record<string, string> }[]).map(({ file, alt }) => [file, alt["fr"] ?? ""]));

interface Section extends EventTarget {
  site: string;
  records: ReadonlyMap<string, readonly RecordTold[]>;
  late: ReadonlyMap<string, { text: string; gone: boolean; row: Row }>;
  saving: Promise<void>;
  write(row: Row, text: string): void;
}

let section: Section;
let rows: Row[];

beforeEach(() => {
  [held, version, meanwhile, refusing, said] = [media("a", "b"), 1, undefined, false, []];
  vi.stubGlobal("document", { querySelector: () => ({ show: (text: string) => void said.push(text) }) });
  vi.stubGlobal("fetch", async (_: string, { method, body }: { method: string; body?: string }) => {
    if (method === "GET" || method === undefined) return answer(200, told());
    if (refusing) return (meanwhile?.(), answer(412, {}));
    held = JSON.parse(body!) as Body;
    meanwhile?.();
    version += 1;
    return answer(200, told());
  });
  section = Object.assign(new (customElements.get("studio-translations")!)() as unknown as Section, { site: "inn" });
  section.records = new Map([["annotation", [told()]]]);
  rows = rowsOf([told()], TEXTS.find(({ field }) => field === "alt")!, "en", "fr", undefined);
  (section as unknown as { rest: string[] }).rest = ["fr"];
});

const lates = () => [...section.late.values()].map(({ text, gone, row }) => [row.file, text, gone]);
const swap = () => { held = { media: [...(held["media"] as Body[])].reverse() }; };

describe("captions that are translated while somebody puts the pictures in another order", () => {
  it("stay with their pictures, those that wait as well", async () => {
    meanwhile = swap;
    section.write(rows[0]!, "le a");
    section.write(rows[1]!, "le b");
    await section.saving;
    expect(alts()).toEqual({ a: "le a", b: "le b" });
    expect(said).toHaveLength(2);
  });

  it("are told to be too late, and saved nowhere, where their picture is gone", async () => {
    meanwhile = () => { held = { media: [(held["media"] as Body[])[0]!] }; };
    section.write(rows[0]!, "le a");
    section.write(rows[1]!, "le b");
    await section.saving;
    expect(alts()).toEqual({ a: "le a" });
    expect(said, "only the first was saved").toHaveLength(1);
    expect(lates()).toEqual([["b", "le b", true]]);
  });

  it("stand under their own picture where they came too late", async () => {
    [refusing, meanwhile] = [true, swap];
    section.write(rows[0]!, "le a");
    await section.saving;
    const now = rowsOf(section.records.get("annotation")!, TEXTS.find(({ field }) => field === "alt")!, "en", "fr", undefined);
    expect(now.map(({ file }) => file)).toEqual(["b", "a"]);
    expect([...section.late.keys()]).toEqual([`fr/${keyOf(now[1]!)}`]);
    expect(lates()).toEqual([["a", "le a", false]]);
  });
});

describe("a row", () => {
  it("is known by its file, and found where that stands", () => {
    expect(rows.map(keyOf)).toEqual(["annotation/well/a/alt", "annotation/well/b/alt"]);
    expect([media("b", "a"), media("b"), {}].map((body) => fieldIn(rows[0]!, body))).toEqual(["media/1/alt", undefined, undefined]);
  });
});
