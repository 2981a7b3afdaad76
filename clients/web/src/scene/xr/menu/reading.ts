import { wrap } from "../../../wrap";
import { HEIGHT, foot } from "./layout";

export type Tone = "plain" | "strong" | "faint";

/** Something to read on a page of the menu. */
export interface Paragraph {
  text: string;
  tone: Tone;
}

/** One line of it; it begins on the side where its own letters do, whatever the menu's language. */
export interface Line extends Paragraph {
  rtl: boolean;
}

/** Pixels from line to line: enough for Thai and Nastaliq. */
export const LEADING = 48;
const EDGE = 48;
const RTL = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** Break paragraphs into lines of so many pixels, with an empty one between two of them. */
export function pour(body: readonly Paragraph[], width: number, measure: (text: string, tone: Tone) => number, language: string): Line[] {
  return body.flatMap(({ text, tone }, i) => {
    const rtl = RTL.test(text);
    const lines = wrap(text, width, (piece) => measure(piece, tone), language).map((line): Line => ({ text: line, tone, rtl }));
    return i === 0 ? lines : [{ text: "", tone, rtl }, ...lines];
  });
}

/** How many lines have room below so many items. */
export function room(items: number): number {
  return Math.floor((HEIGHT - EDGE - foot(items)) / LEADING);
}

/** How many sheets so many lines take below so many items; where there are several, two more items turn them. */
export function turnings(lines: number, items: number): number {
  return lines <= room(items) ? 1 : Math.ceil(lines / room(items + 2));
}
