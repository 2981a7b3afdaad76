import { choose, direction } from "../language";
import en from "./strings/en.json";
import it from "./strings/it.json";
import zhHans from "./strings/zh-Hans.json";

/** A table of words by language; the English one is whole and names the keys. */
export type Tables<Words> = { en: Words } & Record<string, Partial<Words>>;
export type Fill = Readonly<Record<string, string | number>>;

const LANGUAGES = ["en", "it", "zh-Hans"] as const;
/** Tables that no speaker has read over yet. */
const MACHINE_MADE: ReadonlySet<string> = new Set(["it", "zh-Hans"]);
const KEPT = "studio-language";

let current = "en";

/** The languages the studio speaks. */
export function languages(): readonly string[] {
  return LANGUAGES;
}

export function language(): string {
  return current;
}

export function isMachineMade(tag: string): boolean {
  return MACHINE_MADE.has(tag);
}

/** Speak the first of the wanted languages that there is, for the whole page; returns its tag. */
export function speak(wanted: readonly string[]): string {
  current = choose([...wanted, "en"], LANGUAGES);
  document.documentElement.lang = current;
  document.documentElement.dir = direction(current);
  return current;
}

/** What was chosen here before, else what the browser asks for. */
export function wanted(): readonly string[] {
  const kept = localStorage.getItem(KEPT);
  return kept ? [kept, ...navigator.languages] : navigator.languages;
}

export function choosing(tag: string): void {
  localStorage.setItem(KEPT, tag);
  speak([tag]);
}

/** The speaker of one section's words: `const say = words({ en, it, "zh-Hans": zhHans })`, then `say("save")`. */
export function words<Words extends Record<string, string>>(tables: Tables<Words>): (key: keyof Words & string, fill?: Fill) => string {
  return (key, fill = {}) => filled(tables[current]?.[key] ?? tables.en[key]!, fill);
}

/** `{name}` in a text becomes the value of that name. */
export function filled(text: string, fill: Fill): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in fill ? String(fill[name]) : whole));
}

/** A moment as people write it here. */
export function when(iso: string): string {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : moment.toLocaleString(current, { dateStyle: "medium", timeStyle: "short" });
}

export function amount(number: number): string {
  return number.toLocaleString(current);
}

/** The shell's own words, and those that many sections need. */
export const say = words({ en, it, "zh-Hans": zhHans });
