import { STEP } from "./ground";
import type { Ground } from "./ground";
import type { Vector } from "./wire.gen";

/** Metres between two places that are looked at. */
const CELL = 0.75;
const HEADROOM = 1.7;
/** Places that are looked at before the search is given up. */
const MOST = 40_000;
/** Places between two breaths. */
const BREATH = 250;
/** Metres of height that tell two floors apart. */
const STOREY = 1.5;

interface Place {
  at: Vector;
  cost: number;
  before: Place | null;
}

/**
 * Look for a way on foot from `from` to within a step of `to`, breath by breath.
 *
 * It yields while it is looking and returns the way, both ends with it, metres in scene space; null where there is none.
 */
export function* search(ground: Ground, from: Vector, to: Vector): Generator<undefined, Vector[] | null> {
  const open = new Heap();
  const best = new Map<string, number>([[name(from), 0]]);
  open.push({ at: from, cost: 0, before: null }, span(from, to));
  for (let looked = 0; looked < MOST; looked++) {
    const place = open.pop();
    if (place === undefined) return null;
    if (span(place.at, to) < CELL * 1.5) return traced(place, to);
    for (const at of around(ground, place.at)) {
      const cost = place.cost + span(place.at, at);
      const key = name(at);
      if (cost >= (best.get(key) ?? Infinity)) continue;
      best.set(key, cost);
      open.push({ at, cost, before: place }, cost + span(at, to));
    }
    if (looked % BREATH === BREATH - 1) yield;
  }
  return null;
}

/** Metres of a way. */
export function lengthOf(way: readonly Vector[]): number {
  return way.slice(1).reduce((sum, at, i) => sum + span(way[i]!, at), 0);
}

function* around(ground: Ground, [x, y, z]: Vector): Generator<Vector> {
  for (let i = -1; i <= 1; i++) {
    for (let k = -1; k <= 1; k++) {
      if (i === 0 && k === 0) continue;
      const [nx, nz] = [x + i * CELL, z + k * CELL];
      const height = ground.heightAt(nx, nz, y + HEADROOM);
      if (height !== null && Math.abs(height - y) <= STEP && whole(ground, [x, y, z], nx, nz)) yield [nx, height, nz];
    }
  }
}

/** Whether there is ground halfway too: no leap over a gap. */
function whole(ground: Ground, [x, y, z]: Vector, nx: number, nz: number): boolean {
  const middle = ground.heightAt((x + nx) / 2, (z + nz) / 2, y + HEADROOM);
  return middle !== null && Math.abs(middle - y) <= STEP;
}

function traced(last: Place, to: Vector): Vector[] {
  const way: Vector[] = [to];
  for (let place: Place | null = last; place !== null; place = place.before) way.push(place.at);
  return way.reverse();
}

function span(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function name([x, y, z]: Vector): string {
  return `${Math.round(x / CELL)},${Math.round(y / STOREY)},${Math.round(z / CELL)}`;
}

/** Places by what the whole way over them is at least. */
class Heap {
  private readonly items: { place: Place; rank: number }[] = [];

  push(place: Place, rank: number): void {
    const { items } = this;
    let i = items.push({ place, rank }) - 1;
    for (let up = (i - 1) >> 1; i > 0 && items[up]!.rank > rank; up = (i - 1) >> 1) {
      [items[i], items[up]] = [items[up]!, items[i]!];
      i = up;
    }
  }

  pop(): Place | undefined {
    const { items } = this;
    const top = items[0]?.place;
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    items[0] = last;
    this.sink();
    return top;
  }

  private sink(): void {
    const { items } = this;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < items.length && items[child]!.rank < items[least]!.rank) least = child;
      if (least === i) return;
      [items[i], items[least]] = [items[least]!, items[i]!];
      i = least;
    }
  }
}
