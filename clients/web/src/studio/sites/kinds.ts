import type { Body } from "./record";
import type { Word } from "./words";

export type Kind = "fact" | "annotation" | "stop" | "tour" | "source" | "term" | "site" | "model" | "bridge" | "story";

/** Every kind that has a list of its own, in the order of the menu. */
export const LISTED = ["fact", "annotation", "stop", "tour", "source", "term", "bridge", "story", "model"] as const;

/** Where in the studio records of a kind are. */
export function sectionOf(kind: Kind): string {
  return kind === "site" ? "about" : kind === "story" ? "stories" : `${kind}s`;
}

/** The kind that a section is about; undefined for sections about something else. */
export function kindOf(section: string): Kind | undefined {
  return [...LISTED, "site" as const].find((kind) => sectionOf(kind) === section);
}

/** One field of a kind of record, and how it is filled in. */
export interface Field {
  /** A place in the record, such as `place/latitude`. */
  key: string;
  label: Word;
  type: "texts" | "names" | "line" | "number" | "vector" | "heading" | "words" | "check" | "cites" | "refs" | "ref" | "choice" | "date" | "tour" | "told" | "media";
  /** Of what kind a reference is, and of which as well. */
  of?: Kind;
  or?: Kind;
  choices?: readonly string[];
  /** The words of a choice, where they are not the value itself. */
  called?: (value: string) => Word;
  hint?: Word;
  /** What holds where nothing is written. */
  blank?: string;
  lines?: number;
}

const WRITTEN_BY: readonly Field[] = [
  { key: "author", label: "writer", type: "line" },
  { key: "ai", label: "ai", type: "check" },
  { key: "reviewer", label: "reviewer", type: "line" },
  { key: "reviewed", label: "reviewed", type: "date" },
];

/** What a form of each kind asks for, in its order. */
export const FIELDS: Record<Kind, readonly Field[]> = {
  fact: [
    { key: "text", label: "text", type: "texts", lines: 3 },
    { key: "cites", label: "cites", type: "cites", of: "source" },
    { key: "terms", label: "terms_", type: "refs", of: "term" },
    { key: "themes", label: "themes", type: "words", hint: "themesHint" },
    { key: "disputed", label: "disputed", type: "check" },
    { key: "licence", label: "licence", type: "line", blank: "CC0-1.0" },
  ],
  annotation: [
    { key: "label", label: "label", type: "texts" },
    { key: "facts", label: "factsTold", type: "refs", of: "fact" },
    { key: "position", label: "position", type: "vector" },
    { key: "radius", label: "radius", type: "number" },
    { key: "part", label: "part", type: "line" },
    { key: "media", label: "media", type: "media" },
  ],
  stop: [
    { key: "title", label: "title", type: "texts" },
    { key: "annotation", label: "annotation", type: "ref", of: "annotation" },
    { key: "facts", label: "factsTold", type: "refs", of: "fact" },
    { key: "position", label: "position", type: "vector" },
    { key: "radius", label: "radius", type: "number" },
  ],
  tour: [
    { key: "title", label: "title", type: "texts" },
    { key: "stops", label: "stopsOf", type: "tour", of: "stop" },
    { key: "minutes", label: "minutes", type: "number" },
    { key: "audience", label: "audience", type: "line", blank: "general", choices: ["general", "child", "family", "adult", "expert"] },
  ],
  source: [
    { key: "author", label: "author", type: "line" },
    { key: "title", label: "title", type: "line" },
    { key: "year", label: "year", type: "number" },
    { key: "publisher", label: "publisher", type: "line" },
    { key: "url", label: "url", type: "line" },
  ],
  term: [
    { key: "names", label: "names", type: "names", lines: 2 },
    { key: "kind", label: "kind", type: "choice", choices: ["thing", "person", "place", "people", "work", "title"] },
  ],
  site: [
    { key: "title", label: "title", type: "texts" },
    { key: "summary", label: "summary", type: "texts", lines: 4 },
    { key: "welcome", label: "welcome", type: "texts", lines: 3 },
    { key: "languages", label: "languages", type: "words", hint: "languagesHint" },
    { key: "place/latitude", label: "latitude", type: "number" },
    { key: "place/longitude", label: "longitude", type: "number" },
    { key: "place/country", label: "country", type: "line" },
    { key: "place/wikidata", label: "wikidata", type: "line" },
    { key: "rights/holder", label: "holder", type: "line" },
    { key: "rights/licence", label: "licence", type: "line" },
    { key: "rights/statement", label: "statement", type: "texts", lines: 2 },
    { key: "entrance/position", label: "entrance", type: "vector" },
    { key: "entrance/orientation", label: "entranceLooks", type: "heading", hint: "degrees" },
  ],
  model: [
    { key: "role", label: "role", type: "choice", choices: ["visible", "walkable"], called: (value) => `role-${value}` as Word },
    { key: "position", label: "position", type: "vector" },
    { key: "orientation", label: "turned", type: "heading", hint: "degrees" },
    { key: "scale", label: "scale", type: "number" },
    { key: "levels", label: "levels", type: "told" },
  ],
  bridge: [
    { key: "text", label: "text", type: "texts", lines: 3 },
    { key: "cultures", label: "cultures", type: "words", hint: "culturesHint" },
    { key: "cites", label: "cites", type: "cites", of: "source" },
    { key: "at", label: "at", type: "refs", of: "stop", or: "annotation" },
    { key: "facts", label: "factsRest", type: "refs", of: "fact" },
    { key: "terms", label: "terms_", type: "refs", of: "term" },
    { key: "themes", label: "themes", type: "words", hint: "themesHint" },
    { key: "disputed", label: "disputed", type: "check" },
    ...WRITTEN_BY,
    { key: "licence", label: "licence", type: "line", blank: "CC0-1.0" },
  ],
  story: [
    { key: "title", label: "title", type: "texts" },
    { key: "text", label: "storyText", type: "texts", lines: 8 },
    { key: "bridges", label: "bridgesFrom", type: "refs", of: "bridge" },
    { key: "facts", label: "factsRest", type: "refs", of: "fact" },
    { key: "themes", label: "themes", type: "words", hint: "themesHint" },
    ...WRITTEN_BY,
    { key: "licence", label: "licence", type: "line", blank: "CC0-1.0" },
  ],
};

/** A record with nothing in it yet. */
export const BLANK: Record<Kind, Body> = {
  fact: { text: {}, cites: [] },
  annotation: { label: {}, position: [0, 1.5, 0], radius: 1, facts: [] },
  stop: { title: {}, annotation: "", position: [0, 0, 0], facts: [] },
  tour: { title: {}, stops: [], minutes: 20, audience: "general" },
  source: { author: "", title: "", year: new Date().getFullYear() },
  term: { names: {}, kind: "thing" },
  site: { title: {}, summary: {}, welcome: {}, languages: ["en"], place: { latitude: 0, longitude: 0 }, rights: { licence: "", holder: "" }, entrance: { position: [0, 0, 0] } },
  model: { levels: [] },
  bridge: { text: {}, cultures: [], cites: [] },
  story: { title: {}, text: {}, bridges: [] },
};
