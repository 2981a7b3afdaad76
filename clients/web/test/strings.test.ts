import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ORIGIN, Phrases, filled } from "../src/phrases";
import type { Origin, Phrase, Table } from "../src/phrases";
import { PHRASES as SCORECARD } from "../src/scorecard/words";
import { LANGUAGES, PHRASES, say, speak } from "../src/strings";

/** What everybody can read here. */
const SPOKEN = ["ar", "de", "en", "es", "fa", "fr", "hi", "it", "ja", "ko", "ru", "th", "tr", "ur", "uz", "zh-Hans", "zh-Hant"];
const SCRIPTS: Record<string, RegExp> = {
  ar: /\p{Script=Arabic}/u, fa: /\p{Script=Arabic}/u, ur: /\p{Script=Arabic}/u, hi: /\p{Script=Devanagari}/u, th: /\p{Script=Thai}/u, ru: /\p{Script=Cyrillic}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, ko: /\p{Script=Hangul}/u, "zh-Hans": /\p{Script=Han}/u, "zh-Hant": /\p{Script=Han}/u,
};
/** Letters that only one of two scripts of Chinese, or of three languages in Arabic letters, writes. */
const FOREIGN: Record<string, RegExp> = {
  "zh-Hans": /[們請這個說話聲畫點開關聽讓為與語覽會來時處選擇]/, "zh-Hant": /[们请这个说话声画点开关听让为与语览会来时处选择]/,
  ar: /[پچژگکیٹڈڑںےہ]/, fa: /[ٹڈڑںےہكىي]/, ur: /[كىيةإأ]/,
};
/** Words that are the same everywhere, and names. */
const NAMES = /\b(?:W A S D|VR|AI|IA|KI|TXT|HTML|WebVTT|JSON|Wi-Fi|Esc|ESC|QR|A|B|X|Y|GPS|kB|MB)\b/g;

const BOTH = { page: PHRASES as Phrases<string>, scorecard: SCORECARD as Phrases<string> };
const everywhere = Object.entries(BOTH).flatMap(([page, phrases]) => phrases.languages.map((tag) => ({ page, tag, phrases })));
const entries = (table: Table): [string, Phrase][] => Object.entries(table).filter(([key]) => key !== ORIGIN) as [string, Phrase][];
const texts = (phrase: Phrase): string[] => (typeof phrase === "string" ? [phrase] : Object.values(phrase));
const blanks = (phrase: Phrase): string[] => [...new Set(texts(phrase).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();
const letters = (text: string): string => text.replace(/\{\w+\}/g, "").replace(NAMES, "");

it("speaks seventeen languages on each page", () => {
  for (const { languages } of Object.values(BOTH)) expect([...languages].sort()).toEqual(SPOKEN);
});

describe.each(everywhere)("the words of the $page in $tag", ({ tag, phrases }) => {
  it("say where they come from, and that nobody has read them unless somebody has", async () => {
    const origin = (await phrases.of(tag))[ORIGIN] as Origin;
    expect(origin.tier).toBe(tag === "en" ? "original" : "machine");
    expect(origin.by).toMatch(/\S/);
    expect(origin.on).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it("are all there, with the same blanks", async () => {
    const [table, english] = await Promise.all([phrases.of(tag), phrases.of("en")]);
    expect(Object.keys(table).sort()).toEqual(Object.keys(english).sort());
    for (const [key, phrase] of entries(table)) {
      for (const text of texts(phrase)) expect(text.trim(), key).not.toBe("");
      expect([key, ...blanks(phrase)]).toEqual([key, ...blanks(english[key] as Phrase)]);
    }
  });

  it("have every plural form that the language has", async () => {
    const [table, english] = await Promise.all([phrases.of(tag), phrases.of("en")]);
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const [key, phrase] of entries(table)) {
      if (typeof english[key] === "string") expect(typeof phrase, key).toBe("string");
      else expect([key, ...Object.keys(phrase).sort()]).toEqual([key, ...[...categories].sort()]);
    }
  });

  it("are written in its script, and not in English", async () => {
    const [table, english] = await Promise.all([phrases.of(tag), phrases.of("en")]);
    const script = SCRIPTS[tag] ?? /\p{Script=Latin}/u;
    const strange = entries(table).filter(([, phrase]) => texts(phrase).some((text) => /\p{L}/u.test(letters(text)) && !script.test(text)));
    expect(strange.map(([key]) => key)).toEqual([]);
    if (tag in FOREIGN) expect(entries(table).filter(([, phrase]) => texts(phrase).some((text) => FOREIGN[tag]!.test(text))).map(([key]) => key)).toEqual([]);
    const left = entries(table).filter(([key, phrase]) => tag !== "en" && texts(phrase).some((text) => text.length > 12 && texts(english[key] as Phrase).includes(text)));
    expect(left.map(([key]) => key)).toEqual([]);
  });
});

describe("phrases", () => {
  it("take the plural of their language", () => {
    const places = { one: "{n} место", few: "{n} места", many: "{n} мест", other: "{n} места" };
    expect([1, 3, 5, 21].map((n) => filled(places, { n }, "ru"))).toEqual(["1 место", "3 места", "5 мест", "21 место"]);
    expect([0, 1, 2, 3, 11, 100].map((n) => new Intl.PluralRules("ar").select(n))).toEqual(["zero", "one", "two", "few", "many", "other"]);
  });

  it("write numbers as the language does", () => {
    expect(filled("{n}", { n: 1234.5 }, "de")).toBe("1.234,5");
    expect(filled("{n}", { n: 12 }, "fa")).toBe("۱۲");
    expect(filled("{year}", { year: "1204" }, "de")).toBe("1204");
  });

  it("are English where a table has none yet, and where a table does not come", async () => {
    const table = { [ORIGIN]: { tier: "machine", by: "x", on: "2026-01-01" } } as unknown as Table;
    const some = new Phrases<"a">({ a: "one" }, { "./it.json": async () => table, "./fr.json": () => Promise.reject(new Error("offline")) });
    expect(await some.speak(["it"])).toBe("it");
    expect([some.say("a"), some.has("a")]).toEqual(["one", false]);
    expect(await some.speak(["fr"])).toBe("en");
  });

  it("follow the last wish", async () => {
    const all = await Promise.all([speak(["ja"]), speak(["it-CH"])]);
    expect(all.at(-1)).toBe("it");
    expect(say("begin")).toBe("Inizia");
    expect(await speak(["zh-TW"])).toBe("zh-Hant");
    expect(await speak(["sw", "de-AT"])).toBe("de");
    await speak(["en"]);
  });
});

it("has every string that the page names, and the page has no inline style or script", async () => {
  const page = readFileSync(new URL("../index.html", import.meta.url), "utf-8");
  const named = [...page.matchAll(/data-(?:text|label|placeholder|title)="([\w-]+)"/g)].map(([, key]) => key!);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((key) => !PHRASES.has(key))).toEqual([]);
  expect(page).not.toMatch(/ style=|<style|<script(?![^>]*src=)| on\w+=/);
  expect(LANGUAGES[0]).toBe("en");
});
