import { describe, expect, it } from "vitest";
import { arc, meet } from "../src/arc";
import { Ground } from "../src/ground";
import { PosePacer, axes, orientation, towards, yawOf } from "../src/pose";
import { Visitor } from "../src/visitor";
import type { Vector } from "../src/wire.gen";

/** Two triangles over [x0, x1] × [z0, z1]; `y` may differ between the two ends along z. */
function floor(x0: number, x1: number, z0: number, z1: number, y0: number, y1 = y0): number[] {
  return [x0, y0, z0, x0, y1, z1, x1, y1, z1, x0, y0, z0, x1, y1, z1, x1, y0, z0];
}
const ground = (...floors: number[][]) => new Ground(Float32Array.from(floors.flat()));
const square = floor(-10, 10, -10, 10, 0);

describe("ground", () => {
  it("finds the highest floor under the ceiling", () => {
    const storeys = ground(square, floor(-10, 10, -10, 10, 4));
    expect(storeys.heightAt(1, 2, 0.6)).toBeCloseTo(0);
    expect(storeys.heightAt(1, 2, 5)).toBeCloseTo(4);
    expect(storeys.heightAt(1, 2, -1)).toBeNull();
    expect(storeys.heightAt(99, 0, 5)).toBeNull();
  });

  it("climbs steps of 0.6 m and no higher", () => {
    const steps = ground(square, floor(-10, 10, 2, 4, 0.59), floor(-10, 10, 4, 6, 1.3));
    expect(steps.walk([0, 0, 0], 0, 3)).toEqual([0, expect.closeTo(0.59), expect.closeTo(3)]);
    const [, y, z] = steps.walk([0, 0, 0], 0, 5);
    expect(y).toBeCloseTo(0.59);
    expect(z).toBeLessThanOrEqual(4.01);
  });

  it("does not crawl under what is too low", () => {
    const table = ground(square, floor(-10, 10, 4, 6, 1.2));
    expect(table.walk([0, 0, 0], 0, 5)[2]).toBeLessThanOrEqual(4);
    const bridge = ground(square, floor(-10, 10, 4, 6, 2.5));
    expect(bridge.walk([0, 0, 0], 0, 5)).toEqual([0, expect.closeTo(0), expect.closeTo(5)]);
  });

  it("never steps off an edge higher than a step", () => {
    const terrace = ground(floor(-2, 2, -2, 2, 3), square);
    const [x, y] = terrace.walk([0, 3, 0], 5, 0);
    expect(y).toBeCloseTo(3);
    expect(x).toBeLessThanOrEqual(2);
  });

  it("slides along the edge instead of stopping", () => {
    const [x, , z] = ground(square).walk([9.9, 0, 0], 3, 4);
    expect(x).toBeLessThanOrEqual(10);
    expect(z).toBeGreaterThan(3.5);
  });

  it("follows a slope", () => {
    expect(ground(floor(-5, 5, 0, 10, 0, 4)).walk([0, 0.4, 1], 0, 5)[1]).toBeCloseTo(2.4);
  });

  it("holds walls for no ground, and nothing for no ground at all", () => {
    const wall = [0, 0, 0, 0, 5, 0, 0, 0, 5];
    expect(ground(wall).heightAt(0, 1, 9)).toBeNull();
    expect(new Ground(new Float32Array()).heightAt(0, 0, 9)).toBeNull();
    expect(new Ground(new Float32Array()).walk([1, 2, 3], 1, 1)).toEqual([1, 2, 3]);
  });
});

describe("teleport arc", () => {
  it("lands where the throw comes down", () => {
    const { landing, points } = arc(ground(square), [0, 1.4, 0], [0, 0, -1]);
    expect(landing?.[1]).toBe(0);
    expect(landing?.[2]).toBeCloseTo(-8.5 * Math.sqrt(2.8 / 9.8), 0);
    expect(points.at(-1)).toEqual(landing);
  });

  it("lands on a floor above, and nowhere where there is none", () => {
    const upstairs = ground(square, floor(-10, 10, -10, -2, 1));
    expect(arc(upstairs, [0, 1.4, 0], [0, 0.6, -0.8]).landing?.[1]).toBe(1);
    expect(arc(ground(square), [0, 1.4, 50], [0, 0, 1]).landing).toBeNull();
  });

  it("meets the ground along a straight ray", () => {
    expect(meet(ground(square), [0, 1.65, 5], [0, -0.5, -0.866])?.[2]).toBeCloseTo(2.1, 0);
    expect(meet(ground(square), [0, 1.65, 5], [0, 0.2, -1])).toBeNull();
  });
});

describe("visitor", () => {
  it("walks where it looks", () => {
    const visitor = new Visitor();
    visitor.ground = ground(square);
    visitor.enter([0, 0.3, 0], [0, Math.SQRT1_2, 0, Math.SQRT1_2]);
    visitor.walk(2, 0);
    expect(visitor.feet).toEqual([expect.closeTo(-2), 0, expect.closeTo(0)]);
    expect(visitor.head.position[1]).toBeCloseTo(1.65);
  });

  it("enters looking as high as the entrance says", () => {
    const visitor = new Visitor();
    visitor.enter([0, 0, 0], orientation(2, 0.25));
    expect(visitor.yaw).toBeCloseTo(2);
    expect(visitor.pitch).toBeCloseTo(0.25);
  });

  it("stands before what is to be seen", () => {
    const visitor = new Visitor();
    visitor.stand([0, 0, 0], [10, 1.65, 0]);
    const { forward } = axes(visitor.head.orientation);
    expect(forward).toEqual([expect.closeTo(1), expect.closeTo(0), expect.closeTo(0)]);
  });

  it("does not turn its head over", () => {
    const visitor = new Visitor();
    visitor.turn(0, 9);
    expect(axes(visitor.head.orientation).up[1]).toBeGreaterThan(0);
  });
});

describe("pose", () => {
  it("turns yaw and pitch into a quaternion and back", () => {
    for (const yaw of [-3, -1, 0, 0.5, 3]) {
      const q = orientation(yaw, 0.4);
      expect(yawOf(q)).toBeCloseTo(yaw);
      expect(Math.hypot(...q)).toBeCloseTo(1);
    }
    const { yaw, pitch } = towards([0, 0, 0], [0, 1, -1]);
    expect([yaw, pitch]).toEqual([expect.closeTo(0), expect.closeTo(Math.PI / 4)]);
  });

  it("sends twelve poses a second while the visitor moves", () => {
    for (const every of [5, 16, 40]) expect(sentIn(5000, every)).toBeGreaterThan(55);
    for (const every of [5, 16, 40]) expect(sentIn(5000, every)).toBeLessThanOrEqual(62);
  });

  function sentIn(length: number, every: number): number {
    const pacer = new PosePacer();
    let sent = 0;
    for (let ms = 0; ms < length; ms += every) {
      const position: Vector = [ms / 100, 0, 0];
      if (pacer.due({ position, orientation: [0, 0, 0, 1] }, ms)) sent += 1;
    }
    return sent;
  }

  it("sends one every two seconds while they stand still, and at once when they turn", () => {
    const pacer = new PosePacer();
    const still = { position: [0, 0, 0] as Vector, orientation: orientation(0, 0) };
    const due = [0, 100, 1000, 1990, 2000, 2100].map((ms) => pacer.due(still, ms));
    expect(due).toEqual([true, false, false, false, true, false]);
    expect(pacer.due({ ...still, orientation: orientation(0.02, 0) }, 2200)).toBe(true);
  });
});
