import { direction } from "../language";
import { Phrases } from "../phrases";
import type { Fill, Table } from "../phrases";
import en from "./strings/en.json";

export type Word = Exclude<keyof typeof en, "@">;

const OTHERS = import.meta.glob<Table>(["./strings/*.json", "!./strings/en.json"], { import: "default" });

/** The page's words. */
export const PHRASES = new Phrases<Word>(en, OTHERS);

export function languages(): readonly string[] {
  return PHRASES.languages;
}

export function language(): string {
  return PHRASES.language;
}

/** Speak the first of the wanted languages that there is, once its words are here. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const tag = await PHRASES.speak(wanted);
  document.documentElement.lang = tag;
  document.documentElement.dir = direction(tag);
}

/** A phrase; `n` chooses the plural. */
export function say(word: Word, fill: Fill = {}): string {
  return PHRASES.say(word, fill);
}

/** Whether nobody who speaks the language has read these words yet. */
export function unread(): boolean {
  return PHRASES.origin.tier === "machine";
}

/** The phrase for a word of the server; that word itself where there is none. */
export function named(prefix: string, value: string): string {
  const word = `${prefix}-${value}`;
  return word in en ? say(word as Word) : value;
}

export function percent(met: number, of: number): string {
  return (of === 0 ? 0 : met / of).toLocaleString(language(), { style: "percent", maximumFractionDigits: 0 });
}

export function day(iso: string): string {
  return new Date(iso).toLocaleDateString(language(), { dateStyle: "long", timeZone: "UTC" });
}

export function moment(iso: string): string {
  return new Date(iso).toLocaleString(language(), { dateStyle: "long", timeStyle: "short" });
}

/** A language's name in the page's language. */
export function tongue(tag: string): string {
  return new Intl.DisplayNames([language()], { type: "language" }).of(tag) ?? tag;
}

/** Languages as one reads a list here. */
export function tongues(tags: readonly string[]): string {
  return new Intl.ListFormat(language(), { style: "long", type: "conjunction" }).format(tags.map(tongue));
}

export function amount(number: number): string {
  return number.toLocaleString(language());
}
