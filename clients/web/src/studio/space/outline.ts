import type { Vector } from "../../wire.gen";
import { placed } from "./turning";

/** Points that a ring needs, its last not counted. */
const LEAST = 3;

/** A region while it is drawn on a surface: a ring of places that is not closed yet. */
export class Outline {
  constructor(readonly points: readonly Vector[] = []) {}

  /** Whether what there is can be closed. */
  get whole(): boolean {
    return this.points.length >= LEAST;
  }

  /** With one more place; one that is where the last is adds nothing. */
  with(point: Vector): Outline {
    const next = placed(point);
    const last = this.points.at(-1);
    return last && last.every((value, axis) => value === next[axis]) ? this : new Outline([...this.points, next]);
  }

  /** Without the last place. */
  back(): Outline {
    return new Outline(this.points.slice(0, -1));
  }

  /** As well-known text, its last point being its first; raises `RangeError` where it is not whole. */
  text(): string {
    if (!this.whole) throw new RangeError(`${this.points.length} points, at least ${LEAST} are needed`);
    return polygon([this.points]);
  }
}

/** A polygon as well-known text (OGC 06-103r4), each ring closed. */
export function polygon(rings: readonly (readonly Vector[])[]): string {
  const written = rings.map((ring) => `(${[...ring, ring[0]!].map((point) => placed(point).join(" ")).join(", ")})`);
  return `POLYGON Z (${written.join(", ")})`;
}

/** The lists of points of any well-known text, a ring's last point being its first; none of what cannot be read. */
export function ringsOf(text: string): Vector[][] {
  const lists = text.match(/\([^()]+\)/g) ?? [];
  const read = lists.map((list) => list.slice(1, -1).split(",").map((point) => point.trim().split(/\s+/).map(Number) as Vector));
  return read.every((ring) => ring.every((point) => point.length === 3 && point.every(Number.isFinite))) ? read : [];
}

/** The middle of the box around points and half its diagonal, metres: what a region is without its outline. */
export function around(points: readonly Vector[]): { position: Vector; radius: number } {
  const low = [0, 1, 2].map((axis) => Math.min(...points.map((point) => point[axis]!)));
  const high = [0, 1, 2].map((axis) => Math.max(...points.map((point) => point[axis]!)));
  const radius = Math.hypot(...[0, 1, 2].map((axis) => high[axis]! - low[axis]!)) / 2;
  return { position: placed(low.map((value, axis) => (value + high[axis]!) / 2)), radius: Math.max(0.05, Math.round(radius * 100) / 100) };
}

/** Every point of a region elsewhere; text that cannot be read stays. */
export function moved(text: string, move: (point: Vector) => Vector): string {
  if (ringsOf(text).length === 0) return text;
  return text.replace(/([^\s(),]+)\s+([^\s(),]+)\s+([^\s(),]+)(?=\s*[,)])/g, (_, x, y, z) => placed(move([Number(x), Number(y), Number(z)])).join(" "));
}
