import { Phrases } from "../phrases";
import type { Fill, Table } from "../phrases";
import en from "./strings/en.json";

export type Word = Exclude<keyof typeof en, "@">;

const OTHERS = import.meta.glob<Table>(["./strings/*.json", "!./strings/en.json"], { import: "default" });

/** The words of the operator's corner; what visitors read is among the page's own words. */
export const PHRASES = new Phrases<Word>(en, OTHERS);

export function say(word: Word, fill: Fill = {}): string {
  return PHRASES.say(word, fill);
}
