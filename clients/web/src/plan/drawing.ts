import { LEAP_M } from "../replay/route";
import type { Step } from "../replay/route";
import { onPlan } from "./ground-plan";
import type { Frame } from "./ground-plan";

export interface Ink {
  ground: string;
  edge: string;
  trail: string;
  you: string;
}

export const NIGHT: Ink = { ground: "rgb(246 236 218 / 20%)", edge: "rgb(246 236 218 / 38%)", trail: "#e6ad58", you: "#fffaf0" };
export const PAPER: Ink = { ground: "#e4d3b5", edge: "#a98a5c", trail: "#b9603d", you: "#2b2019" };

/** Everything one can stand on, and where it ends. */
export function drawGround(pen: CanvasRenderingContext2D, triangles: Float32Array, frame: Frame, width: number, height: number, ink: Ink): void {
  pen.fillStyle = ink.ground;
  pen.strokeStyle = ink.edge;
  pen.lineWidth = 1;
  const [floor, rim] = [new Path2D(), new Path2D()];
  const at = (corner: number) => onPlan(frame, [triangles[corner]!, 0, triangles[corner + 2]!]);
  for (let i = 0; i < triangles.length; i += 9) {
    for (let corner = 0; corner < 9; corner += 3) {
      const [x, y] = at(i + corner);
      if (corner === 0) floor.moveTo(x * width, y * height);
      else floor.lineTo(x * width, y * height);
    }
    floor.closePath();
  }
  for (const [from, to] of rimOf(triangles)) {
    const [[x0, y0], [x1, y1]] = [at(from), at(to)];
    rim.moveTo(x0 * width, y0 * height);
    rim.lineTo(x1 * width, y1 * height);
  }
  pen.fill(floor, "nonzero");
  pen.stroke(rim);
}

/** The edges that belong to one triangle only, as the places of their ends: where the ground ends. */
export function rimOf(triangles: Float32Array): [number, number][] {
  const edges = new Map<string, [number, number] | null>();
  const name = (at: number) => `${Math.round(triangles[at]! * 20)},${Math.round(triangles[at + 1]! * 20)},${Math.round(triangles[at + 2]! * 20)}`;
  for (let i = 0; i < triangles.length; i += 9) {
    for (const [a, b] of [[i, i + 3], [i + 3, i + 6], [i + 6, i]] as const) {
      const [from, to] = [name(a), name(b)];
      const key = from < to ? `${from};${to}` : `${to};${from}`;
      edges.set(key, edges.has(key) ? null : [a, b]);
    }
  }
  return [...edges.values()].filter((edge) => edge !== null);
}

/** The way one went; a leap through darkness is a dotted line. */
export function drawTrail(pen: CanvasRenderingContext2D, steps: readonly Step[], frame: Frame, width: number, height: number, ink: Ink, scale: number): void {
  pen.strokeStyle = ink.trail;
  pen.lineWidth = 2.5 * scale;
  pen.lineJoin = pen.lineCap = "round";
  for (let i = 1; i < steps.length; i++) {
    const [from, to] = [steps[i - 1]!.feet, steps[i]!.feet];
    const leap = Math.hypot(from[0] - to[0], from[1] - to[1], from[2] - to[2]) > LEAP_M;
    pen.setLineDash(leap ? [1 * scale, 6 * scale] : []);
    pen.beginPath();
    const [[x0, y0], [x1, y1]] = [onPlan(frame, from), onPlan(frame, to)];
    pen.moveTo(x0 * width, y0 * height);
    pen.lineTo(x1 * width, y1 * height);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Oneself, as an arrow that looks where one looks. */
export function drawYou(pen: CanvasRenderingContext2D, { feet, yaw }: Pick<Step, "feet" | "yaw">, frame: Frame, width: number, height: number, ink: Ink, scale: number): void {
  const [x, y] = onPlan(frame, feet);
  pen.save();
  pen.translate(Math.min(1, Math.max(0, x)) * width, Math.min(1, Math.max(0, y)) * height);
  pen.rotate(-yaw);
  pen.beginPath();
  for (const [px, py] of [[0, -11], [8, 9], [0, 4], [-8, 9]] as const) pen.lineTo(px * scale, py * scale);
  pen.closePath();
  pen.fillStyle = ink.you;
  pen.strokeStyle = "#16110d";
  pen.lineWidth = 2 * scale;
  pen.stroke();
  pen.fill();
  pen.restore();
}
