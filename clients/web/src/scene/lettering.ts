/** Families of letters for what is drawn on a canvas; those served by us bear the names of `access/fonts.ts`. */
const LETTERS = ["Noto Sans", "Noto Naskh Arabic", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Thai"];
const HAN = ["Noto Sans SC", "Noto Sans TC", "Noto Sans JP", "Noto Sans KR", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"];
/** Han letters look otherwise in each of these. */
const FIRST: readonly (readonly [RegExp, string])[] = [[/^ja/, "Noto Sans JP"], [/^ko/, "Noto Sans KR"], [/^zh-(Hant|TW|HK)/, "Noto Sans TC"]];

/** A CSS font list for text in a language, its own letters first; Han fonts come last elsewhere, since their quotation marks are as wide as a letter. */
export function lettersFor(language: string): string {
  const first = FIRST.filter(([tags]) => tags.test(language)).map(([, family]) => family);
  const han = [...first, ...HAN].map((family) => `"${family}"`);
  const others = LETTERS.map((family) => `"${family}"`);
  const system = ["system-ui", "sans-serif"];
  return (/^(zh|ja|ko)/.test(language) ? [...han, ...others, ...system] : ['"Latin quotes"', ...others, ...system, ...han]).join(", ");
}

/** Call `again` whenever letters have arrived that may have been missing when something was drawn. */
export function onLetters(again: () => void): void {
  document.fonts?.addEventListener("loadingdone", again);
}
