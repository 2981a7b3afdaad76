import { serifFor } from "../access/serif";
import { direction, textIn } from "../language";
import type { Route } from "../replay/route";
import type { Site } from "../site";
import { figure } from "../strings";
import { give, pictureOf } from "../ui/give";
import { element } from "../ui/page";
import { PAPER, drawGround, drawTrail } from "./drawing";
import { onPlan } from "./ground-plan";
import type { Frame } from "./ground-plan";

const WIDTH = 1400;
const EDGE = 60;
const LINE = 44;

/** One's walk as a picture to keep: the plan, the way, and the places by their names. Made on the device. */
export async function keepsake(site: Site, language: string, frame: Frame, order: readonly string[], seen: ReadonlySet<string>, route: Route, ground: Float32Array | null): Promise<void> {
  const [inner, rows] = [WIDTH - 2 * EDGE, Math.ceil(order.length / 2)];
  const height = Math.round((inner * frame.depth) / frame.width);
  const letters = await serifFor(language, [site.title, ...site.stops.map(({ title }) => title)].map((each) => textIn(each, language)).join(" "));
  const canvas = element("canvas");
  Object.assign(canvas, { width: WIDTH, height: height + 2 * EDGE + 110 + rows * LINE });
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#f6ecda";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.direction = direction(language) === "rtl" ? "rtl" : "ltr";
  pen.fillStyle = "#2b2019";
  pen.textAlign = "center";
  pen.font = `600 54px ${letters}`;
  pen.fillText(textIn(site.title, language), WIDTH / 2, EDGE + 46);
  pen.translate(EDGE, EDGE + 90);
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, inner, height);
  pen.clip();
  if (ground !== null) drawGround(pen, ground, frame, inner, height, PAPER);
  drawTrail(pen, route.steps, frame, inner, height, PAPER, 2);
  pen.restore();
  name(pen, site, language, letters, frame, order, seen, inner, height, rows);
  give(await pictureOf(canvas), `caravanserai-${site.id}.png`);
}

function name(pen: CanvasRenderingContext2D, site: Site, language: string, letters: string, frame: Frame, order: readonly string[], seen: ReadonlySet<string>, inner: number, height: number, rows: number): void {
  const rtl = direction(language) === "rtl";
  for (const [i, id] of order.entries()) {
    const stop = site.stops.find((each) => each.id === id)!;
    const [x, y] = onPlan(frame, stop.position);
    pen.beginPath();
    pen.arc(x * inner, y * height, 19, 0, 2 * Math.PI);
    pen.fillStyle = seen.has(id) ? "#b9603d" : "#f6ecda";
    pen.fill();
    pen.strokeStyle = "#8a4325";
    pen.lineWidth = 3;
    pen.stroke();
    pen.fillStyle = seen.has(id) ? "#fffaf0" : "#2b2019";
    pen.textAlign = "center";
    pen.font = `600 22px ${letters}`;
    pen.fillText(figure(i + 1), x * inner, y * height + 8);
    const column = Math.floor(i / rows);
    const left = rtl ? inner - (column * inner) / 2 : (column * inner) / 2;
    pen.fillStyle = "#2b2019";
    pen.textAlign = rtl ? "right" : "left";
    pen.font = `${seen.has(id) ? 600 : 400} 28px ${letters}`;
    pen.fillText(`${figure(i + 1)}  ${textIn(stop.title, language)}${seen.has(id) ? "  ✓" : ""}`, left, height + 56 + (i % rows) * LINE, inner / 2 - 20);
  }
}
