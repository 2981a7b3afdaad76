import { describe, expect, it } from "vitest";
import { Ground } from "../src/ground";
import { lengthOf, search } from "../src/way";
import type { Vector } from "../src/wire.gen";

/** Level ground between two corners, at a height. */
function floor(x0: number, z0: number, x1: number, z1: number, y = 0): number[] {
  return [x0, y, z0, x1, y, z0, x1, y, z1, x0, y, z0, x1, y, z1, x0, y, z1];
}

function found(ground: Ground, from: Vector, to: Vector): Vector[] | null {
  const looking = search(ground, from, to);
  for (;;) {
    const { done, value } = looking.next();
    if (done === true) return value;
  }
}

describe("a way on foot", () => {
  it("goes straight where nothing is in between", () => {
    const way = found(new Ground(new Float32Array(floor(-20, -20, 20, 20))), [-10, 0, 0], [10, 0, 0])!;
    expect(way[0]).toEqual([-10, 0, 0]);
    expect(way.at(-1)).toEqual([10, 0, 0]);
    expect(lengthOf(way)).toBeLessThan(21);
  });

  it("goes round a gap that nobody can leap", () => {
    const ground = new Ground(new Float32Array([...floor(-10, -10, -1, 10), ...floor(1, -10, 10, 10), ...floor(-10, 8, 10, 10)]));
    const way = found(ground, [-5, 0, -5], [5, 0, -5])!;
    expect(Math.max(...way.map(([, , z]) => z))).toBeGreaterThan(7.5);
    expect(lengthOf(way)).toBeGreaterThan(26);
  });

  it("climbs steps, and no wall", () => {
    const steps = Array.from({ length: 8 }, (_, i) => floor(i, -3, i + 1, 3, 0.4 * i)).flat();
    const way = found(new Ground(new Float32Array(steps)), [0.5, 0, 0], [7.5, 2.8, 0])!;
    expect(way.at(-1)![1]).toBe(2.8);
    const wall = new Ground(new Float32Array([...floor(-5, -3, 0, 3), ...floor(0, -3, 5, 3, 2)]));
    expect(found(wall, [-4, 0, 0], [4, 2, 0])).toBeNull();
  });

  it("takes breath while it looks, so that no frame waits for it", () => {
    const ground = new Ground(new Float32Array(floor(-100, -100, 100, 100)));
    const looking = search(ground, [0, 0, 0], [50, 40, 0]);
    expect(looking.next().done).toBe(false);
  });
});
