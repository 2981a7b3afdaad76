import { describe, expect, it } from "vitest";
import { addressOf, placeOf, ticketOf } from "../src/studio/router";
import { advice } from "../src/studio/sites/advice";
import { apply, changes, Edited, goneFrom, joined, nameOf, placeIn, shortName } from "../src/studio/sites/record";
import type { Body } from "../src/studio/sites/record";
import { filled } from "../src/studio/strings";

describe("a record while it is edited", () => {
  it("goes back step by step, a stretch of typing at once", () => {
    const edited = new Edited({ text: { en: "a" } });
    edited.set("text/en", "ab", 1_000);
    edited.set("text/en", "abc", 1_300);
    edited.set("disputed", true, 1_400);
    edited.undo();
    expect(edited.now).toEqual({ text: { en: "abc" } });
    edited.undo();
    expect(edited.now).toEqual({ text: { en: "a" } });
    expect(edited.changed).toBe(false);
    edited.redo();
    expect(edited.now).toEqual({ text: { en: "abc" } });
  });

  it("keeps what was typed while it was being saved, and takes in what others changed", () => {
    const edited = new Edited({ title: "a", year: 1 });
    edited.set("title", "ab", 0);
    const sent = edited.now;
    edited.set("title", "abc", 5_000);
    edited.settle(sent, { title: "ab", year: 2 });
    expect(edited.now).toEqual({ title: "abc", year: 2 });
    expect(edited.changed).toBe(true);
  });

  it("takes a language away without leaving a trace", () => {
    const edited = new Edited({ text: { en: "a", it: "b" } });
    edited.set("text/it", undefined, 0);
    expect(edited.now).toEqual({ text: { en: "a" } });
  });
});

describe("two versions", () => {
  const base = { text: { en: "a", it: "b" }, themes: ["x"] };
  it("differ in places, objects looked into", () => {
    expect(changes(base, { text: { en: "c" }, themes: ["x"] })).toEqual([{ pointer: "/text/en", value: "c" }, { pointer: "/text/it", value: undefined }]);
    expect(apply(base, changes(base, { text: { en: "c" } }))).toEqual({ text: { en: "c" } });
  });

  it("are joined where they do not touch, and as chosen where they do", () => {
    const mine = { text: { en: "mine", it: "b2" }, themes: ["x"] };
    const theirs = { text: { en: "theirs", it: "b" }, themes: ["x", "y"] };
    expect(joined(base, theirs, mine, ["/text/en"], new Set(["/text/en"]))).toEqual({ text: { en: "mine", it: "b2" }, themes: ["x", "y"] });
    expect(joined(base, theirs, mine, ["/text/en"], new Set())).toEqual({ text: { en: "theirs", it: "b2" }, themes: ["x", "y"] });
  });
});

describe("what is said of files", () => {
  const base: Body = { media: [{ file: "a", alt: { en: "A" } }, { file: "b", alt: { en: "B" } }] };
  const theirs: Body = { media: [{ file: "new" }, { file: "b", alt: { en: "B" } }, { file: "a", alt: { en: "A!" } }] };
  const mine: Body = { media: [{ file: "a", alt: { en: "Mine", fr: "Le A" } }, { file: "b", alt: { en: "B" } }] };

  it("is compared file by file where the files are the same, and whole otherwise", () => {
    expect(changes(base, mine)).toEqual([{ pointer: "/media/0/alt/en", value: "Mine" }, { pointer: "/media/0/alt/fr", value: "Le A" }]);
    expect(apply(base, changes(base, mine))).toEqual(mine);
    expect(changes(base, theirs)).toEqual([{ pointer: "/media", value: theirs["media"] }]);
  });

  it("goes along where somebody else put the files in another order", () => {
    const edited = new Edited(base);
    const sent = edited.now;
    edited.set("media", mine["media"], 0);
    edited.settle(sent, theirs);
    expect(edited.now).toEqual({ media: [{ file: "new" }, { file: "b", alt: { en: "B" } }, { file: "a", alt: { en: "Mine", fr: "Le A" } }] });
    edited.settle(edited.now, { media: [{ file: "b", alt: { en: "B" } }] });
    expect(edited.now).toEqual({ media: [{ file: "b", alt: { en: "B" } }] });
  });

  it("is joined as chosen, at its file, and left where all of it clashes", () => {
    const joint = (en: string): Body => ({ media: [{ file: "new" }, { file: "b", alt: { en: "B" } }, { file: "a", alt: { en, fr: "Le A" } }] });
    expect(joined(base, theirs, mine, ["/media/0/alt/en"], new Set(["/media/0/alt/en"]))).toEqual(joint("Mine"));
    expect(joined(base, theirs, mine, ["/media/0/alt/en"], new Set())).toEqual(joint("A!"));
    expect(joined(base, theirs, mine, ["/media"], new Set())).toEqual(theirs);
    expect(joined(base, theirs, mine, ["/media"], new Set(["/media"]))).toEqual(mine);
    expect([placeIn("/media/0/alt/en", base, theirs), placeIn("/media/0/alt", base, {}), placeIn("/text/en", base, theirs)]).toEqual(["/media/2/alt/en", undefined, "/text/en"]);
  });
});

describe("a picture that one person removed and another wrote about", () => {
  const told = (...names: string[]): Body => ({ media: names.map((file) => ({ file, alt: { en: file } })), files: Object.fromEntries(names.map((file) => [file, `bytes of ${file}`])) });
  const worded = (body: Body, words: Record<string, string>): Body => ({ ...body, media: (body["media"] as { file: string; alt: Body }[]).map((each) => ({ ...each, alt: { ...each.alt, ...(each.file in words && { fr: words[each.file]! }) } })) });
  const base = told("a", "p");
  const choose = (theirs: Body, mine: Body, chosen: string[], wordsOnly = false): Body => joined(base, theirs, mine, ["/media"], new Set(chosen), wordsOnly);

  it("comes back with its bytes where the words are chosen", () => {
    const mine = worded(base, { p: "le p" });
    expect(choose(told("a"), mine, ["/media"])).toEqual(mine);
    expect(choose(told("a"), mine, [])).toEqual(told("a"));
    expect(choose({}, mine, ["/media"])).toEqual(mine);
  });

  it("stays with its bytes where I removed it and theirs is chosen, and takes along no others", () => {
    const theirs = worded(base, { p: "le p" });
    expect(choose(theirs, told("a", "q"), [])).toEqual(theirs);
    expect(choose(theirs, told("a", "q"), ["/media"])).toEqual(told("a", "q"));
  });

  it("is not brought back by who may change words alone, whose other words are kept", () => {
    const mine = worded(base, { a: "le a", p: "le p" });
    expect(choose(told("new", "a"), mine, ["/media"], true)).toEqual(worded(told("new", "a"), { a: "le a" }));
    expect(choose({}, mine, ["/media"], true)).toEqual({});
    expect([goneFrom("/media", mine, told("a")), goneFrom("/media", mine, told("p", "a")), goneFrom("/text", mine, {})]).toEqual([["p"], [], []]);
  });
});

describe("names", () => {
  it("are made of words", () => {
    expect(shortName("Il Pozzo è più profondo, di notte!")).toBe("il-pozzo-e-piu-profondo-di");
    expect(shortName("竞技场")).toBe("");
    expect(nameOf("x", { names: { it: ["Arena"] } }, "en")).toBe("Arena");
    expect(filled("a {name} {other}", { name: "b" })).toBe("a b {other}");
  });
});

describe("advice", () => {
  const fact = (en: string, it = ""): { text: Record<string, string>; cites: { source: string }[] } => ({ text: it ? { en, it } : { en }, cites: [{ source: "s" }] });
  it("finds what has no source, what is missing, twins and other figures", () => {
    expect(advice({ text: { en: "The well is deep." }, cites: [] }, ["en", "it"], new Map())).toEqual([{ word: "noSource" }, { word: "missing", language: "it" }]);
    expect(advice(fact("It held 50,000 people.", "Conteneva 50.000 persone."), ["en", "it"], new Map())).toEqual([]);
    expect(advice(fact("It held 50,000 people.", "Conteneva 5.000 persone."), ["en", "it"], new Map())).toEqual([{ word: "numbers", language: "it", other: "en" }]);
    expect(advice(fact("The old well is 21 metres deep."), ["en"], new Map([["other", fact("The well is 21 metres deep.")]]))).toEqual([{ word: "twin", id: "other" }]);
  });
});

describe("addresses", () => {
  it("lead back to where they were made", () => {
    const place = { site: "inn", section: "facts", rest: ["a b/c"] };
    expect(placeOf(addressOf(place))).toEqual(place);
    expect(placeOf("#/people")).toEqual({ site: "", section: "people", rest: [] });
    expect(ticketOf("#sign-in=abc")).toEqual({ word: "sign-in", secret: "abc" });
    expect(ticketOf("#/sites/inn")).toBeUndefined();
  });
});
