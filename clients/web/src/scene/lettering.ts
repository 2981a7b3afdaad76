import { familiesFor } from "../access/fonts";

const HAN = /^Noto Sans (SC|TC|JP|KR)$/;
const OTHER_HAN = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"];

/** A CSS font list for text in a language, its own letters first; Han fonts come last elsewhere, since their quotation marks are as wide as a letter. */
export function lettersFor(language: string): string {
  const ours = familiesFor(language);
  const han = [...ours.filter((family) => HAN.test(family)), ...OTHER_HAN].map((family) => `"${family}"`);
  const others = ours.filter((family) => !HAN.test(family)).map((family) => `"${family}"`);
  const system = ["system-ui", "sans-serif"];
  return (/^(zh|ja|ko)/.test(language) ? [...han, ...others, ...system] : ['"Latin quotes"', ...others, ...system, ...han]).join(", ");
}

/** Call `again` whenever letters have arrived that may have been missing when something was drawn. */
export function onLetters(again: () => void): void {
  document.fonts?.addEventListener("loadingdone", again);
}
