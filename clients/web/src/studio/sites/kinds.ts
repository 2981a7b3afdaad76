import type { Body } from "./record";
import type { Word } from "./words";

export type Kind = "fact" | "annotation" | "stop" | "tour" | "source" | "term";

/** One field of a kind of record, and how it is filled in. */
export interface Field {
  key: string;
  label: Word;
  type: "texts" | "names" | "line" | "number" | "vector" | "words" | "check" | "cites" | "refs" | "ref" | "choice";
  /** Of what kind a reference is. */
  of?: Kind;
  choices?: readonly string[];
  hint?: Word;
  lines?: number;
}

/** What a form of each kind asks for, in its order. */
export const FIELDS: Record<Kind, readonly Field[]> = {
  fact: [
    { key: "text", label: "text", type: "texts", lines: 3 },
    { key: "cites", label: "cites", type: "cites", of: "source" },
    { key: "terms", label: "terms_", type: "refs", of: "term" },
    { key: "themes", label: "themes", type: "words", hint: "themesHint" },
    { key: "disputed", label: "disputed", type: "check" },
    { key: "licence", label: "licence", type: "line" },
  ],
  annotation: [
    { key: "label", label: "label", type: "texts" },
    { key: "facts", label: "factsTold", type: "refs", of: "fact" },
    { key: "position", label: "position", type: "vector" },
    { key: "radius", label: "radius", type: "number" },
    { key: "part", label: "part", type: "line" },
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
    { key: "stops", label: "stopsOf", type: "refs", of: "stop" },
    { key: "minutes", label: "minutes", type: "number" },
    { key: "audience", label: "audience", type: "line" },
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
};

/** A record with nothing in it yet. */
export const BLANK: Record<Kind, Body> = {
  fact: { text: {}, cites: [] },
  annotation: { label: {}, position: [0, 1.5, 0], radius: 1, facts: [] },
  stop: { title: {}, annotation: "", position: [0, 0, 0], facts: [] },
  tour: { title: {}, stops: [], minutes: 20 },
  source: { author: "", title: "", year: new Date().getFullYear() },
  term: { names: {}, kind: "thing" },
};
