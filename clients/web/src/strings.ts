import { Phrases } from "./phrases";
import type { Fill, Origin, Table } from "./phrases";
import en from "./strings/en.json";

export type Key = Exclude<keyof typeof en, "@">;

const OTHERS = import.meta.glob<Table>(["./strings/*.json", "!./strings/en.json"], { import: "default" });

/** Every key there is. */
export const ENGLISH: Readonly<Record<string, unknown>> = en;

/** The page's own words: what each table is called is its language. */
export const PHRASES = new Phrases<Key>(en, OTHERS);

/** Languages that the page itself speaks. */
export const LANGUAGES = PHRASES.languages;

/** Choose the page's language from the wanted ones, best first, and return its tag once its words are here. */
export function speak(wanted: readonly string[]): Promise<string> {
  return PHRASES.speak(wanted);
}

/** A phrase of the page; `fill` fills its blanks, and its `n` chooses the plural. */
export function say(key: Key, fill: Fill = {}): string {
  return PHRASES.say(key, fill);
}

/** Where the words of now come from. */
export function origin(): Origin {
  return PHRASES.origin;
}

/** A number as the page's language writes it. */
export function figure(number: number): string {
  return number.toLocaleString(PHRASES.language);
}
