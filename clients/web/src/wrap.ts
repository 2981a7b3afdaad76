/** The width of a piece of text, in the unit of the width it is wrapped to. */
export type Measure = (text: string) => number;

const NO_START = /^[\p{Pe}\p{Pf}\p{Po}、。，．：；？！…‥・々ー％]/u;
const NO_END = /[\p{Ps}\p{Pi}]$/u;

/**
 * Break text into lines no wider than `width`.
 *
 * Breaks stand between words, between any two Chinese or Japanese words, and inside a word that is wider than a line;
 * no line begins with closing punctuation or ends with an opening bracket (UAX #14, JLREQ).
 */
export function wrap(text: string, width: number, measure: Measure, language = "en"): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text, language)) {
    if (measure((line + piece).trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== "") lines.push(line.trim());
    line = piece.trimStart();
    while (measure(line.trimEnd()) > width) {
      const head = fitting(line, width, measure);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== "") lines.push(line.trim());
  return lines;
}

/** Wrap into as few lines as `wrap` does, but of even length: nobody likes one word alone on the last line. */
export function wrapEvenly(text: string, width: number, measure: Measure, language = "en"): string[] {
  const lines = wrap(text, width, measure, language);
  let [narrow, wide] = [width / 2, width];
  let best = lines;
  for (let i = 0; i < 6; i++) {
    const middle = (narrow + wide) / 2;
    const tried = wrap(text, middle, measure, language);
    if (tried.length > lines.length) narrow = middle;
    else [best, wide] = [tried, middle];
  }
  return best;
}

/** Unbreakable pieces: words with the punctuation that clings to them. */
function pieces(text: string, language: string): string[] {
  const found: string[] = [];
  for (const { segment } of new Intl.Segmenter(language, { granularity: "word" }).segment(text.replace(/\s+/g, " "))) {
    const last = found.at(-1);
    if (last !== undefined && clings(last, segment)) {
      found[found.length - 1] = last + segment;
    } else {
      found.push(segment);
    }
  }
  return found;
}

function clings(before: string, after: string): boolean {
  if (NO_END.test(before) || after === " ") return true;
  if (before.endsWith(" ")) return false;
  return NO_START.test(after) || !breakable(before, after);
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

const FULL_WIDTH_STOP = /[、。，．：；？！…]$/u;

/** Whether a line may end between two segments with no space: beside a script that writes none. */
function breakable(before: string, after: string): boolean {
  return UNSPACED.test(before.at(-1)!) || UNSPACED.test(after.charAt(0)) || FULL_WIDTH_STOP.test(before);
}

function fitting(text: string, width: number, measure: Measure): string {
  const letters = Array.from(text);
  let count = 1;
  while (count < letters.length && measure(letters.slice(0, count + 1).join("")) <= width) count += 1;
  return letters.slice(0, count).join("");
}
