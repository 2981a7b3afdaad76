import { direction } from "../../../language";
import { lettersFor } from "../../lettering";
import { wrap } from "../../../wrap";
import { HEIGHT, WIDTH, foot } from "./layout";
import type { Box } from "./layout";
import type { Item, Page } from "./pages";
import { LEADING } from "./reading";
import type { Line, Tone } from "./reading";

const COLOURS = { card: "#1c1511", edge: "rgba(230, 173, 88, 0.6)", tile: "#33271d", lit: "#5b4326", chosen: "#7a5320", grave: "#5d2a20", text: "#fbf3e4", value: "#f0c987", faint: "#d9c9ae" };
const PAD = 24;
/** Pixels; smaller letters are squeezed instead. */
const SMALLEST = 22;
/** Pixels that a note may take. */
const NOTE = 270;
const TONES: Record<Tone, { weight: number; colour: string }> = { plain: { weight: 400, colour: COLOURS.text }, strong: { weight: 600, colour: COLOURS.value }, faint: { weight: 400, colour: COLOURS.faint } };

/** Draw a page of the menu; `lit` are the items that a hand points at, `lines` what is read below them on this sheet. */
export function paint(canvas: HTMLCanvasElement, page: Page, items: readonly Item[], boxes: readonly Box[], lit: ReadonlySet<number>, lines: readonly Line[], language: string): void {
  const pen = canvas.getContext("2d")!;
  pen.clearRect(0, 0, WIDTH, HEIGHT);
  pen.direction = direction(language);
  card(pen, foot(items.length) + (page.note === undefined ? 0 : NOTE) + (lines.length + 1) * LEADING);
  const rtl = pen.direction === "rtl";
  pen.textAlign = "start";
  pen.textBaseline = "middle";
  text(pen, page.title, rtl ? WIDTH - 48 : 48, 64, WIDTH - 96, font(54, 600, language), COLOURS.value);
  items.forEach((item, i) => tile(pen, item, boxes[i]!, lit.has(i), language));
  if (page.note !== undefined) note(pen, page.note, foot(items.length) + 12, language);
  read(pen, lines, foot(items.length) + 12, language);
}

/** The width of a line that is read, pixels. */
export function widthIn(canvas: HTMLCanvasElement, words: string, tone: Tone, language: string): number {
  const pen = canvas.getContext("2d")!;
  pen.font = font(32, TONES[tone].weight, language);
  return pen.measureText(words).width;
}

function read(pen: CanvasRenderingContext2D, lines: readonly Line[], top: number, language: string): void {
  lines.forEach(({ text: words, tone, rtl }, i) => {
    pen.direction = rtl ? "rtl" : "ltr";
    pen.font = font(32, TONES[tone].weight, language);
    pen.fillStyle = TONES[tone].colour;
    pen.fillText(words, rtl ? WIDTH - 48 : 48, top + 28 + i * LEADING);
  });
}

function card(pen: CanvasRenderingContext2D, below: number): void {
  pen.fillStyle = COLOURS.card;
  pen.beginPath();
  pen.roundRect(3, 3, WIDTH - 6, Math.min(HEIGHT, below + 20) - 6, 40);
  pen.fill();
  pen.strokeStyle = COLOURS.edge;
  pen.lineWidth = 4;
  pen.stroke();
}

function tile(pen: CanvasRenderingContext2D, item: Item, box: Box, lit: boolean, language: string): void {
  pen.fillStyle = lit ? COLOURS.lit : item.chosen === true ? COLOURS.chosen : item.grave === true ? COLOURS.grave : COLOURS.tile;
  pen.beginPath();
  pen.roundRect(box.x, box.y, box.width, box.height, 22);
  pen.fill();
  if (lit || item.chosen === true) {
    pen.strokeStyle = lit ? "#ffd99a" : COLOURS.edge;
    pen.lineWidth = lit ? 5 : 3;
    pen.stroke();
  }
  const rtl = direction(language) === "rtl";
  pen.direction = rtl ? "rtl" : "ltr";
  const start = rtl ? box.x + box.width - PAD : box.x + PAD;
  const room = box.width - 2 * PAD - (item.leads === true || item.chosen === true ? 34 : 0);
  const middle = box.y + box.height / 2;
  const valued = item.value !== undefined && item.value !== "";
  label(pen, item, start, valued ? middle - 22 : middle, room, language);
  if (valued) text(pen, item.value!, start, middle + 28, room, font(30, 400, language), COLOURS.value);
  if (item.chosen === true) tick(pen, rtl ? box.x + PAD + 14 : box.x + box.width - PAD - 14, middle);
  else if (item.leads === true) arrow(pen, rtl ? box.x + PAD : box.x + box.width - PAD, middle, rtl);
}

/** A label in one line, or in two where there is nothing below it; smaller rather than cut. */
function label(pen: CanvasRenderingContext2D, item: Item, x: number, y: number, room: number, language: string): void {
  const own = item.language ?? language;
  if (item.value !== undefined) return text(pen, item.label, x, y, room, font(38, 500, own), COLOURS.text);
  for (let size = 38; ; size--) {
    pen.font = font(size, 500, own);
    const lines = wrap(item.label, room, (piece) => pen.measureText(piece).width, own);
    if (lines.length > 2 && size > SMALLEST) continue;
    return lines.slice(0, 2).forEach((line, i, { length }) => text(pen, line, x, y + (i - (length - 1) / 2) * (size + 6), room, font(size, 500, own), COLOURS.text));
  }
}

/** One line, made smaller until it fits. */
function text(pen: CanvasRenderingContext2D, words: string, x: number, y: number, room: number, letters: string, colour: string): void {
  for (let shrunk = letters; ; shrunk = smaller(shrunk)) {
    pen.font = shrunk;
    if (pen.measureText(words).width <= room || sizeOf(shrunk) <= SMALLEST) break;
  }
  pen.fillStyle = colour;
  pen.fillText(words, x, y, room);
}

function sizeOf(letters: string): number {
  return Number(/ (\d+)px /.exec(letters)![1]);
}

function smaller(letters: string): string {
  return letters.replace(/ \d+px /, ` ${sizeOf(letters) - 1}px `);
}

function note(pen: CanvasRenderingContext2D, words: string, top: number, language: string): void {
  pen.direction = direction(language);
  pen.font = font(32, 400, language);
  pen.fillStyle = COLOURS.faint;
  const x = pen.direction === "rtl" ? WIDTH - 48 : 48;
  wrap(words, WIDTH - 96, (piece) => pen.measureText(piece).width, language).forEach((line, i) => pen.fillText(line, x, top + 28 + i * 46));
}

function arrow(pen: CanvasRenderingContext2D, x: number, y: number, rtl: boolean): void {
  const way = rtl ? 1 : -1;
  line(pen, [[x + way * 12, y - 14], [x, y], [x + way * 12, y + 14]]);
}

function tick(pen: CanvasRenderingContext2D, x: number, y: number): void {
  line(pen, [[x - 14, y], [x - 4, y + 11], [x + 14, y - 12]]);
}

function line(pen: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  pen.strokeStyle = COLOURS.value;
  pen.lineWidth = 5;
  pen.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.stroke();
}

function font(size: number, weight: number, language: string): string {
  return `${weight} ${size}px ${lettersFor(language)}`;
}
