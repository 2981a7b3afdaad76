import { choose } from "../../language";
import en from "./strings/en.json";

type Key = keyof typeof en;
/** What is said in the headset, and the language it is said in. */
export type Words = Record<Key, string> & { tag: string };

const others = import.meta.glob<{ default: Partial<Record<Key, string>> }>(["./strings/*.json", "!./strings/en.json"]);
const tagOf = (path: string): string => path.replace(/^.*\/|\.json$/g, "");

export const ENGLISH: Words = { ...en, tag: "en" };

/** The headset's words in the first of the wanted languages that it speaks; what a table lacks is said in English. */
export async function wordsIn(wanted: readonly string[]): Promise<Words> {
  const tags = ["en", ...Object.keys(others).map(tagOf)];
  const tag = choose([...wanted, "en"], tags);
  const path = Object.keys(others).find((each) => tagOf(each) === tag);
  const table = path === undefined ? null : await others[path]!().catch(() => null);
  return table === null ? ENGLISH : { ...ENGLISH, ...table.default, tag };
}
