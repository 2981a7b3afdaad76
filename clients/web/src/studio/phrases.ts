import en from "./phrases/en.json";
import it from "./phrases/it.json";
import zhHans from "./phrases/zh-Hans.json";
import { filled, language, words } from "./strings";
import type { Fill } from "./strings";

export type Phrase = keyof typeof en;

const said = words({ en, it, "zh-Hans": zhHans });

/**
 * The words of review, work, people, audit, privacy and figures. A phrase that counts `n` has its forms separated by
 * `|`: the one for one, then the one for any other number.
 */
export function phrase(key: Phrase, fill: Fill = {}): string {
  const forms = said(key).split("|");
  const one = forms.length > 1 && typeof fill["n"] === "number" && new Intl.PluralRules(language()).select(fill["n"]) === "one";
  return filled((one ? forms[0] : forms.at(-1)) ?? "", fill);
}

/** The phrase for a word of the server, such as `state-approved`; the word itself where there is none. */
export function named(prefix: string, value: string): string {
  const key = `${prefix}-${value}`;
  return key in en ? phrase(key as Phrase) : value;
}
