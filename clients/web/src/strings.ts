import { choose } from "./language";
import en from "./strings/en.json";
import it from "./strings/it.json";
import zhHans from "./strings/zh-Hans.json";

export type Key = keyof typeof en;
export type Strings = Record<Key, string>;

/** The page's own words, by language. */
export const STRINGS: Record<string, Strings> = { en, it, "zh-Hans": zhHans };

/** Words that a language model put into Italian and Chinese, and that no native speaker has read yet. */
export const UNREAD: readonly Key[] = ["wrong", "wrongThanks"];

let current: Strings = en;

/** Choose the page's language from the wanted ones, best first, and return its tag. */
export function speak(wanted: readonly string[]): string {
  const tag = choose([...wanted, "en"], Object.keys(STRINGS));
  current = STRINGS[tag]!;
  return tag;
}

export function say(key: Key): string {
  return current[key];
}
