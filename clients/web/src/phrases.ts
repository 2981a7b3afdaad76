import { choose } from "./language";

/** What fills the blanks of a phrase; numbers are written as the language writes them, and `n` chooses the plural. */
export type Fill = Readonly<Record<string, string | number>>;

/** A phrase, or its forms by CLDR plural category (`one`, `few`, `many`, …; `other` is always there). */
export type Phrase = string | Readonly<Record<string, string>>;

/** Who put the words of a table there, and whether somebody who speaks the language has read them. */
export interface Origin {
  tier: "original" | "machine" | "read";
  by: string;
  /** ISO 8601 day. */
  on: string;
  /** In a table of a machine: the phrases that a native speaker has read all the same. */
  read?: readonly string[];
}

export type Table = Readonly<Record<string, Phrase | Origin>>;

/** Under this name a table says where it comes from; what is not said to be read is not. */
export const ORIGIN = "@";

/** The words of one page in several languages: English at once, any other when it is spoken first. */
export class Phrases<Key extends string> {
  /** BCP 47 tags. */
  readonly languages: readonly string[];
  language = "en";
  private table: Table;
  private wanted = "en";

  /** `others` are the other tables by file, `…/it.json`. */
  constructor(private readonly english: Table, private readonly others: Record<string, () => Promise<Table>>) {
    this.languages = ["en", ...Object.keys(others).map(tagOf)];
    this.table = english;
  }

  /** Speak the first of the wanted languages that there is, and say which; English where its words cannot be had. */
  async speak(wanted: readonly string[]): Promise<string> {
    const tag = choose([...wanted, "en"], this.languages);
    this.wanted = tag;
    const table = await this.of(tag).catch(() => null);
    if (this.wanted !== tag) return this.language;
    this.table = table ?? this.english;
    return (this.language = table === null ? "en" : tag);
  }

  /** The table of a language. */
  async of(tag: string): Promise<Table> {
    const load = Object.entries(this.others).find(([file]) => tagOf(file) === tag)?.[1];
    return load === undefined ? this.english : load();
  }

  /** A phrase in the language of now, or in English where it has none yet. */
  say(key: Key, fill: Fill = {}): string {
    const found = this.has(key) ? this.table[key] : this.english[key];
    return found === undefined ? "" : filled(found as Phrase, fill, this.has(key) ? this.language : "en");
  }

  /** Whether the language of now has the phrase. */
  has(key: string): boolean {
    return key !== ORIGIN && key in this.table;
  }

  /** Where the words of now come from. */
  get origin(): Origin {
    return this.table[ORIGIN] as unknown as Origin;
  }
}

/** A phrase with its blanks filled. */
export function filled(phrase: Phrase, fill: Fill, language: string): string {
  const n = Number(fill["n"] ?? 0);
  const text = typeof phrase === "string" ? phrase : phrase[new Intl.PluralRules(language).select(n)] ?? phrase["other"] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in fill ? written(fill[name]!, language) : whole));
}

function written(value: string | number, language: string): string {
  return typeof value === "number" ? value.toLocaleString(language) : value;
}

function tagOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1, -".json".length);
}
