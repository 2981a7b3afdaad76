import { direction } from "../../language";
import { wrap } from "../../wrap";
import { lettersFor } from "../lettering";

/** Pixels. */
export const PAGE_WIDE = 1024;
const MOST_HIGH = 820;
const EDGE = 24;
const TITLE = { size: 40, leading: 58, colour: "#f8efdf" };
const SAID = { size: 34, leading: 50, colour: "#f8efdf" };
const SIGN_HIGH = 200;
const CREDIT = { size: 28, leading: 44, colour: "#e6ad58" };

export interface Legend {
  title: string;
  /** Whose it is. */
  credit: string;
  /** Which of how many; empty where there is one. */
  count: string;
  language: string;
  /** What is to be heard, of a sound. */
  said?: string;
}

/** What stands above the words: a picture, or a sound that plays or waits for a press. */
export type Above = { image: HTMLImageElement } | { plays: boolean };

/** Draw a picture, or the sign of a sound, with its title and whose it is below it; the height of the leaf, pixels. */
export function leaf(canvas: HTMLCanvasElement, above: Above, { title, credit, count, language, said = "" }: Legend): number {
  const pen = canvas.getContext("2d")!;
  const room = PAGE_WIDE - 2 * EDGE;
  const [width, height] = "image" in above ? fitted(above.image, room) : [room, SIGN_HIGH];
  const lines = [{ text: title, ...TITLE }, ...(said === "" ? [] : [{ text: said, ...SAID }]), { text: [count, credit].filter(Boolean).join("  ·  "), ...CREDIT }].flatMap(({ text, ...tone }) => {
    pen.font = `${tone.size}px ${lettersFor(language)}`;
    return wrap(text, room, (piece) => pen.measureText(piece).width, language).map((line) => ({ text: line, ...tone }));
  });
  [canvas.width, canvas.height] = [PAGE_WIDE, Math.ceil(height + 3 * EDGE + lines.reduce((sum, { leading }) => sum + leading, 0))];
  pen.fillStyle = "rgba(24, 18, 14, 0.94)";
  pen.beginPath();
  pen.roundRect(2, 2, PAGE_WIDE - 4, canvas.height - 4, 32);
  pen.fill();
  if ("image" in above) pen.drawImage(above.image, (PAGE_WIDE - width) / 2, EDGE, width, height);
  else sign(pen, above.plays);
  const rtl = direction(language) === "rtl";
  [pen.direction, pen.textAlign, pen.textBaseline] = [rtl ? "rtl" : "ltr", "start", "top"];
  let y = height + 2 * EDGE;
  for (const { text, size, leading, colour } of lines) {
    pen.font = `${size}px ${lettersFor(language)}`;
    pen.fillStyle = colour;
    pen.fillText(text, rtl ? PAGE_WIDE - EDGE : EDGE, y);
    y += leading;
  }
  return canvas.height;
}

function fitted({ naturalWidth, naturalHeight }: HTMLImageElement, room: number): [width: number, height: number] {
  const scale = Math.min(room / naturalWidth, MOST_HIGH / naturalHeight);
  return [naturalWidth * scale, naturalHeight * scale];
}

/** A triangle on a disc where a press plays the sound; its waves while it plays. */
function sign(pen: CanvasRenderingContext2D, plays: boolean): void {
  const [x, y] = [PAGE_WIDE / 2, EDGE + SIGN_HIGH / 2];
  pen.fillStyle = CREDIT.colour;
  pen.beginPath();
  if (plays) {
    for (const [at, high] of [60, 120, 170, 110, 50].entries()) pen.roundRect(x - 100 + 44 * at, y - high / 2, 24, high, 12);
    pen.fill();
    return;
  }
  pen.arc(x, y, 92, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = "#18120e";
  pen.beginPath();
  pen.moveTo(x - 28, y - 46);
  pen.lineTo(x + 52, y);
  pen.lineTo(x - 28, y + 46);
  pen.fill();
}
