import { direction } from "../language";
import { leadingOf } from "../leading";
import { wrapEvenly } from "../wrap";

/** What a postcard says. */
export interface Card {
  title: string;
  sentence: string;
  language: string;
  /** Where it is written; empty where the sentence makes no claim. */
  source: string;
  /** Who wrote it or whether it is imagined, and the day where the visitor wants it there. */
  marks: readonly string[];
}

export const [WIDTH, HEIGHT, PICTURE] = [1500, 1050, 730] as const;
const EDGE = 54;
const SIZES = [54, 46, 40, 34, 28, 24] as const;

/** From line to line, in letter sizes: Urdu's words lie aslant here. */
function leadOf(language: string): number {
  return /^ur/.test(language) ? 2.1 : leadingOf(language);
}

/** All that is written on the card. */
export function written({ title, sentence, marks, source }: Card): string {
  return [title, sentence, ...marks, source].join(" ");
}

/** Draw the card in a font list: what was seen above, what was heard there and whose words these are below. */
export function draw(canvas: HTMLCanvasElement, picture: CanvasImageSource & { width: number; height: number } | null, card: Card, letters: string): void {
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#f6ecda";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#2a1c13";
  pen.fillRect(0, 0, WIDTH, PICTURE);
  if (picture !== null) cover(pen, picture);
  const rtl = direction(card.language) === "rtl";
  pen.direction = rtl ? "rtl" : "ltr";
  pen.textAlign = "start";
  const start = rtl ? WIDTH - EDGE : EDGE;
  pen.fillStyle = "#8a4325";
  pen.font = `600 30px ${letters}`;
  pen.fillText(card.title, start, PICTURE + 50, WIDTH - 2 * EDGE);
  pen.fillStyle = "#2b2019";
  const { lines, size } = fitted(pen, card, letters);
  const leading = leadOf(card.language);
  lines.forEach((line, i) => pen.fillText(line, start, PICTURE + 64 + size * (1 + (leading - 1.32) / 2 + i * leading)));
  pen.fillStyle = "#5b4a3c";
  pen.font = `400 24px ${letters}`;
  pen.fillText([...card.marks, card.source].filter(Boolean).join("  ·  "), start, HEIGHT - 30, WIDTH - 2 * EDGE);
}

/** The middle of the picture, filling its place. */
function cover(pen: CanvasRenderingContext2D, picture: CanvasImageSource & { width: number; height: number }): void {
  const scale = Math.max(WIDTH / picture.width, PICTURE / picture.height);
  const [w, h] = [WIDTH / scale, PICTURE / scale];
  pen.drawImage(picture, (picture.width - w) / 2, (picture.height - h) / 2, w, h, 0, 0, WIDTH, PICTURE);
}

/** The sentence as large as it fits; what is longer than the card is cut with an ellipsis. */
function fitted(pen: CanvasRenderingContext2D, { sentence, language }: Card, letters: string): { lines: string[]; size: number } {
  let lines: string[] = [];
  for (const size of SIZES) {
    pen.font = `400 ${size}px ${letters}`;
    lines = wrapEvenly(sentence, WIDTH - 2 * EDGE, (text) => pen.measureText(text).width, language);
    const room = Math.floor((HEIGHT - PICTURE - 120) / (size * leadOf(language)));
    if (lines.length <= room) return { lines, size };
    if (size === SIZES.at(-1)) lines = [...lines.slice(0, room - 1), `${lines[room - 1]} …`];
  }
  return { lines, size: SIZES.at(-1)! };
}
