/** A tour from above, without drawing: where things are, how far one walks, how long it takes. */

export type Point = readonly [x: number, z: number];

/** Metres: lowest x and z, highest x and z. */
export type Bounds = readonly [number, number, number, number];

export interface Pin {
  id: string;
  name: string;
  at: Point;
}

/** Metres a second of somebody who looks around while walking. */
const PACE = 1.0;
/** How much longer a way is than the line through its stops. */
const WINDING = 1.25;
/** Seconds to arrive, turn and look before words begin. */
const SETTLE = 6;

export interface Estimate {
  /** Seconds. */
  told: number;
  walked: number;
  metres: number;
  minutes: number;
}

/** About how long a tour takes: `seconds` are of speech by stop. */
export function estimate(order: readonly string[], pins: ReadonlyMap<string, Pin>, seconds: Readonly<Record<string, number>>, entrance?: Point): Estimate {
  const way = [...(order.length > 0 ? [entrance] : []), ...order.map((id) => pins.get(id)?.at)].filter((each) => each !== undefined);
  const metres = way.slice(1).reduce((sum, each, index) => sum + distance(way[index]!, each), 0) * WINDING;
  const told = order.reduce((sum, id) => sum + (seconds[id] ?? 0) + SETTLE, 0);
  const walked = metres / PACE;
  return { told, walked, metres: Math.round(metres), minutes: order.length === 0 ? 0 : Math.max(1, Math.round((told + walked) / 60)) };
}

/** What has to be seen: everything, with a margin, never less than ten metres across. */
export function around(points: readonly Point[], within?: Bounds): Bounds {
  const xs = [...points.map(([x]) => x), ...(within ? [within[0], within[2]] : [])];
  const zs = [...points.map(([, z]) => z), ...(within ? [within[1], within[3]] : [])];
  if (xs.length === 0) return [-5, -5, 5, 5];
  const [left, top, right, bottom] = [Math.min(...xs), Math.min(...zs), Math.max(...xs), Math.max(...zs)];
  const spare = within ? 0 : Math.max(2, 0.12 * Math.max(right - left, bottom - top));
  const lack = [Math.max(0, 10 - (right - left)) / 2, Math.max(0, 10 - (bottom - top)) / 2] as const;
  return [left - spare - lack[0], top - spare - lack[1], right + spare + lack[0], bottom + spare + lack[1]];
}

/** A round length for a scale bar, about a fifth of the width: 1, 2 or 5 times a power of ten. */
export function scaleBar(width: number): number {
  const wanted = width / 5;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= wanted) ?? power;
}

/** The ids with the one at `from` at `to`. */
export function moved(ids: readonly string[], from: number, to: number): string[] {
  const next = ids.filter((_, place) => place !== from);
  next.splice(Math.min(Math.max(to, 0), next.length), 0, ids[from]!);
  return next;
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}
