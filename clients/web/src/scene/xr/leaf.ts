import { direction } from "../../language";
import { wrap } from "../../wrap";
import { lettersFor } from "../lettering";

/** Pixels. */
export const PAGE_WIDE = 1024;
const MOST_HIGH = 820;
const EDGE = 24;
const TITLE = { size: 40, leading: 58, colour: "#f8efdf" };
const CREDIT = { size: 28, leading: 44, colour: "#e6ad58" };

export interface Legend {
  title: string;
  /** Whose it is. */
  credit: string;
  /** Which of how many; empty where there is one. */
  count: string;
  language: string;
}

/** Draw a picture with its title and whose it is below it; the height of the leaf, pixels. */
export function leaf(canvas: HTMLCanvasElement, image: HTMLImageElement, { title, credit, count, language }: Legend): number {
  const pen = canvas.getContext("2d")!;
  const room = PAGE_WIDE - 2 * EDGE;
  const scale = Math.min(room / image.naturalWidth, MOST_HIGH / image.naturalHeight);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  const lines = [{ text: title, ...TITLE }, { text: [count, credit].filter(Boolean).join("  ·  "), ...CREDIT }].flatMap(({ text, ...tone }) => {
    pen.font = `${tone.size}px ${lettersFor(language)}`;
    return wrap(text, room, (piece) => pen.measureText(piece).width, language).map((line) => ({ text: line, ...tone }));
  });
  [canvas.width, canvas.height] = [PAGE_WIDE, Math.ceil(height + 3 * EDGE + lines.reduce((sum, { leading }) => sum + leading, 0))];
  pen.fillStyle = "rgba(24, 18, 14, 0.94)";
  pen.beginPath();
  pen.roundRect(2, 2, PAGE_WIDE - 4, canvas.height - 4, 32);
  pen.fill();
  pen.drawImage(image, (PAGE_WIDE - width) / 2, EDGE, width, height);
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
