import { words } from "../strings";
import en from "./strings/en.json";
import it from "./strings/it.json";
import zhHans from "./strings/zh-Hans.json";

export type Word = keyof typeof en;

/** The words of looking after a site and a house: all takes, rules of review, the monthly report. */
export const tell = words({ en, it, "zh-Hans": zhHans });

/** The phrase for a word of the server; that word itself, without its hyphens, where there is none. */
export function named(prefix: string, value: string): string {
  const key = `${prefix}-${value}`;
  return key in en ? tell(key as Word) : value.replaceAll("-", " ");
}
