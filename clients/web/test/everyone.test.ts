import { describe, expect, it } from "vitest";
import { LOOKS, looksFrom } from "../src/access/looks";
import { asPage, asSubtitles, asText } from "../src/access/transcript";
import type { Heading, Line } from "../src/access/transcript";
import { loadPreferences, savePreferences } from "../src/preferences";

const source = { author: "Rossi", title: "Wells", year: 1931, publisher: "Hill", url: "https://example.org/w", locator: "p. 4" };
const facts = { depth: { text: "The well is 12 metres deep.", disputed: false, sources: [source] } };
const line = (change: Partial<Line>): Line => ({ at: 0, speaker: "Guide", text: "Welcome.", language: "en", marks: [], facts: [], ...change });
const lines = [line({}), line({ at: 3_723_045, text: "It is 12 < 13 & deep.", marks: ["AI-written"], facts: ["depth", "gone"] }), line({ at: 3_725_000, speaker: "You", text: "ما هذا؟", language: "ar" })];
const heading: Heading = { title: "The Well, today", note: "Made here.", sources: "Sources", language: "ar", direction: "rtl" };

describe("a transcript", () => {
  it("is text with its speakers, marks and sources", () => {
    const text = asText(lines, facts, heading);
    expect(text).toContain("[01:02:03] Guide: It is 12 < 13 & deep. (AI-written)");
    expect(text.split("\n").filter((each) => each.startsWith("- "))).toEqual(["- Rossi, Wells, Hill, 1931, p. 4, https://example.org/w"]);
  });

  it("is WebVTT, each sentence until the next", () => {
    const text = asSubtitles(lines, heading);
    expect(text.startsWith("WEBVTT The Well, today\n\nNOTE Made here.\n\n1\n00:00:00.000 --> 01:02:03.045\n<v Guide>Welcome.")).toBe(true);
    expect(text).toContain("01:02:03.045 --> 01:02:05.000\n<v Guide>It is 12 &lt; 13 &amp; deep. (AI-written)");
    expect(text).toContain("<v You>ما هذا؟");
  });

  it("keeps a sentence whole that holds line ends and arrows", () => {
    const text = asSubtitles([line({ speaker: "Y\nou", text: "One.\r\n\r\n00:00.000 --> 00:09.000\nTwo." })], { ...heading, title: "A\n\nB", note: "C\n\n1 --> 2" });
    expect(text).toBe("WEBVTT A B\n\nNOTE C 1 --&gt; 2\n\n1\n00:00:00.000 --> 00:00:06.000\n<v Y ou>One. 00:00.000 --&gt; 00:09.000 Two.\n");
    expect(asText([line({ text: "One.\n[00:00:09] Guide: Two." })], facts, heading).split("\n")).toContain("[00:00:00] Guide: One. [00:00:09] Guide: Two.");
  });

  it("is a page that carries no markup of others", () => {
    const page = asPage([...lines, line({ text: "<script>alert(1)</script>", speaker: '"><img>' })], facts, heading);
    expect(page).toContain('<html lang="ar" dir="rtl">');
    expect(page).toContain("<mark>AI-written</mark>");
    expect(page).not.toMatch(/<script|<img/);
  });
});

describe("how the page looks", () => {
  it("is what was stored, where that can be", () => {
    expect(looksFrom({ text: 1.5, contrast: "more", captions: false, motion: "wild", captionSize: 99 })).toEqual({ ...LOOKS, text: 1.5, contrast: "more", captions: false });
    expect(looksFrom(null)).toEqual(LOOKS);
  });

  it("is stored with the other preferences", () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    savePreferences({ volume: 1, muted: false, page: "ur", looks: { ...LOOKS, cues: false } }, storage);
    expect(loadPreferences(storage)).toMatchObject({ page: "ur", looks: { cues: false, live: true } });
  });
});
