import { describe, expect, it } from "vitest";
import { choose, direction, lookup, ownName, textIn } from "../src/language";
import { loadPreferences, savePreferences } from "../src/preferences";
import { budgetFrom } from "../src/scene/budget";
import { wrap, wrapEvenly } from "../src/wrap";

describe("language", () => {
  it("knows which way a language is written", () => {
    expect(["ar", "fa-IR", "ur", "uz-Arab"].map(direction)).toEqual(["rtl", "rtl", "rtl", "rtl"]);
    expect(["en", "zh-Hans", "uz", "az-Latn"].map(direction)).toEqual(["ltr", "ltr", "ltr", "ltr"]);
  });

  it("calls a language by its own name, written as a name is written in it", () => {
    expect(["it", "zh-Hans", "km", "tg", "ka", "tr", "as", "ckb"].map(ownName)).toEqual(["Italiano", "简体中文", "ខ្មែរ", "Тоҷикӣ", "ქართული", "Türkçe", "অসমীয়া", "کوردی"]);
    expect(ownName("not a tag")).toBe("not a tag");
  });

  it("looks tags up as RFC 4647 does", () => {
    expect(lookup("en-GB", ["fr", "en"])).toBe("en");
    expect(lookup("zh-CN", ["en", "zh-Hans"])).toBe("zh-Hans");
    expect(lookup("zh-TW", ["zh-Hans", "zh-Hant"])).toBe("zh-Hant");
    expect(lookup("pt", ["pt-BR"])).toBe("pt-BR");
    expect(lookup("th", ["en"])).toBeUndefined();
  });

  it("falls back to English, then to what there is", () => {
    expect(textIn({ it: "ciao", en: "hello" }, "th")).toBe("hello");
    expect(textIn({ it: "ciao" }, "th")).toBe("ciao");
    expect(textIn({}, "th")).toBe("");
    expect(choose(["th", "it"], ["en", "it"])).toBe("it");
  });
});

describe("wrap", () => {
  const byLetter = (text: string) => Array.from(text).reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);

  it("breaks between words and loses nothing", () => {
    const text = "The arena measures 83 by 48 metres, and sand covered all of it.";
    const lines = wrap(text, 20, byLetter);
    expect(lines.join(" ")).toBe(text);
    expect(Math.max(...lines.map(byLetter))).toBeLessThanOrEqual(20);
    expect(lines.length).toBeLessThan(6);
  });

  it("breaks Chinese anywhere but before its closing punctuation", () => {
    const text = "罗马斗兽场（Colosseum）建于公元80年，可容纳约五万名观众，是古罗马最大的圆形竞技场。";
    for (let width = 14; width < 40; width++) {
      const lines = wrap(text, width, byLetter, "zh-Hans");
      expect(lines.join("")).toBe(text);
      for (const line of lines) {
        expect(line).not.toMatch(/^[，。、！？）」]/);
        expect(line).not.toMatch(/[（「]$/);
        expect(byLetter(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  it("breaks inside a word that no line can hold", () => {
    expect(wrap("abcdefghij", 4, byLetter)).toEqual(["abcd", "efgh", "ij"]);
  });

  it("evens lines out without needing more of them", () => {
    const text = "请往正前方看：拱门叠着拱门，一排高过一排。";
    expect(wrap(text, 38, byLetter, "zh-Hans")).toHaveLength(2);
    const [first, second, ...rest] = wrapEvenly(text, 38, byLetter, "zh-Hans");
    expect(rest).toEqual([]);
    expect(first! + second!).toBe(text);
    expect(Math.abs(byLetter(first!) - byLetter(second!))).toBeLessThan(12);
    expect(wrapEvenly("short", 38, byLetter)).toEqual(["short"]);
  });

  it("keeps a quotation mark with what it opens", () => {
    expect(wrap('They said "stop" twice', 13, byLetter)).toEqual(["They said", '"stop" twice']);
  });
});

describe("budget", () => {
  const hints = { userAgent: "", coarse: false, deviceMemory: undefined, saveData: false, pixelRatio: 3, detail: "" };

  it("gives a desktop everything and a headset no shadows", () => {
    expect(budgetFrom(hints)).toMatchObject({ device: "desktop", spare: 0, shadows: true, pixelRatio: 2 });
    const quest = { ...hints, userAgent: "Mozilla/5.0 (X11; Linux x86_64; Quest 3) OculusBrowser/38.0" };
    expect(budgetFrom(quest)).toMatchObject({ device: "headset", spare: 0, shadows: false });
  });

  it("spares those with little memory or dear data the heaviest level", () => {
    expect(budgetFrom({ ...hints, coarse: true, deviceMemory: 2 })).toMatchObject({ device: "mobile", spare: 1 });
    expect(budgetFrom({ ...hints, saveData: true }).spare).toBe(1);
    expect(budgetFrom({ ...hints, saveData: true, detail: "full" }).spare).toBe(0);
    expect(budgetFrom({ ...hints, detail: "light" })).toMatchObject({ spare: Infinity, shadows: false });
  });
});

describe("preferences", () => {
  function shelf(stored: string | null = null) {
    return { stored, getItem: () => stored, setItem(_: string, value: string) { this.stored = value; } };
  }

  it("keeps language and volume and nothing else", () => {
    const storage = shelf();
    savePreferences({ language: "it", volume: 0.5, muted: true }, storage);
    expect(loadPreferences(shelf(storage.stored))).toEqual({ language: "it", volume: 0.5, muted: true });
  });

  it("takes anything unreadable for nothing", () => {
    for (const broken of [null, "{", '{"volume": 7, "language": 3}', "null"]) {
      expect(loadPreferences(shelf(broken))).toEqual({ volume: 1, muted: false });
    }
  });
});
