import type { Stop } from "../site";
import type { Vector } from "../wire.gen";

/** What a plan shows of the ground: metres, x to the right and z downwards. */
export interface Frame {
  minX: number;
  minZ: number;
  width: number;
  depth: number;
}

const MARGIN = 0.12;
const LEAST_M = 12;
/** No plan is narrower than this, whichever way. */
const SLIMMEST = 0.45;

/** The part of a site that matters to a visitor: its stops and where one comes in, with some room around. */
export function frameOf(stops: readonly Stop[], entrance: Vector): Frame {
  const [xs, zs] = [0, 2].map((axis) => [entrance[axis]!, ...stops.map(({ position }) => position[axis]!)]) as [number[], number[]];
  const [minX, maxX, minZ, maxZ] = [Math.min(...xs), Math.max(...xs), Math.min(...zs), Math.max(...zs)];
  const room = Math.max(LEAST_M, MARGIN * Math.max(maxX - minX, maxZ - minZ));
  let [width, depth] = [maxX - minX + 2 * room, maxZ - minZ + 2 * room];
  const [centreX, centreZ] = [(minX + maxX) / 2, (minZ + maxZ) / 2];
  width = Math.max(width, SLIMMEST * depth);
  depth = Math.max(depth, SLIMMEST * width);
  return { minX: centreX - width / 2, minZ: centreZ - depth / 2, width, depth };
}

/** A place on the plan, each from 0 to 1. */
export function onPlan({ minX, minZ, width, depth }: Frame, [x, , z]: Vector): [number, number] {
  return [(x - minX) / width, (z - minZ) / depth];
}

/** What is next: the first place of the walk that was not seen; null when everything was. */
export function nextOf(order: readonly string[], seen: ReadonlySet<string>): string | null {
  return order.find((stop) => !seen.has(stop)) ?? null;
}

/** The stops in the order of the shortest tour for everybody, then those that are in none. */
export function orderOf(stops: readonly Stop[], tours: readonly { stops: string[]; audience: string }[]): string[] {
  const tour = tours.find(({ audience }) => audience === "" || audience === "general") ?? tours[0];
  const known = new Set(stops.map(({ id }) => id));
  return [...new Set([...(tour?.stops ?? []).filter((stop) => known.has(stop)), ...known])];
}
