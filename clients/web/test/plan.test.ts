import { describe, expect, it } from "vitest";
import { rimOf } from "../src/plan/drawing";
import { frameOf, nextOf, onPlan, orderOf } from "../src/plan/ground-plan";
import { Route } from "../src/replay/route";
import type { Stop } from "../src/site";

const stop = (id: string, x: number, z: number): Stop => ({ id, title: { en: id }, position: [x, 0, z], radius: 2, annotation: id });
const stops = [stop("a", 0, 0), stop("b", 100, 0), stop("c", 50, -40)];

describe("the plan", () => {
  it("shows every stop and the way in with room around them", () => {
    const frame = frameOf(stops, [50, 0, 60]);
    for (const { position } of stops) {
      for (const share of onPlan(frame, position)) {
        expect(share).toBeGreaterThan(0.05);
        expect(share).toBeLessThan(0.95);
      }
    }
    expect(onPlan(frame, [50, 0, 60])[1]).toBeLessThan(0.95);
    expect(onPlan(frame, stops[2]!.position)[1], "north, which is −z, is above").toBeLessThan(0.3);
  });
  it("never becomes a ribbon", () => {
    const { width, depth } = frameOf([stop("a", 0, 0), stop("b", 500, 0)], [0, 0, 0]);
    expect(depth / width).toBeCloseTo(0.45);
  });
  it("says what is next in the order of the tour for everybody", () => {
    const order = orderOf(stops, [{ stops: ["b"], audience: "child" }, { stops: ["c", "gone", "a"], audience: "" }]);
    expect(order).toEqual(["c", "a", "b"]);
    expect([nextOf(order, new Set()), nextOf(order, new Set(["c"])), nextOf(order, new Set(order))]).toEqual(["c", "a", null]);
    expect(orderOf(stops, [])).toEqual(["a", "b", "c"]);
  });
});

it("draws where the ground ends, not how it is cut into triangles", () => {
  const square = Float32Array.from([0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1]);
  expect(rimOf(square).map(([a, b]) => [a, b])).toEqual([[0, 3], [3, 6], [12, 15], [15, 9]]);
});

describe("one's own walk", () => {
  it("notes steps and turns, not standing still", () => {
    const route = new Route();
    for (const [t, x, yaw] of [[0, 0, 0], [100, 0.1, 0], [200, 1, 0], [300, 1, 0.2], [400, 1, 1]] as const) route.note(t, [x, 0, 0], yaw);
    expect(route.steps.map(({ t, feet: [x], yaw }) => [t, x, yaw])).toEqual([[0, 0, 0], [0.2, 1, 0], [0.4, 1, 1]]);
    expect(route.metres).toBeCloseTo(1);
  });
  it("can be watched again, without sliding through walls where one leapt", () => {
    const route = new Route();
    for (const [t, x] of [[0, 0], [1000, 2], [2000, 60], [3000, 62]] as const) route.note(t, [x, 0, 0], 0);
    expect(route.at(1 / 6)!.feet[0]).toBeCloseTo(1);
    expect([route.at(0.49)!.feet[0], route.at(0.51)!.feet[0]]).toEqual([2, 60]);
    expect([route.at(-1)!.feet[0], route.at(2)!.feet[0]]).toEqual([0, 62]);
    expect(route.metres, "a leap is not walked").toBeCloseTo(4);
    expect(route.seconds).toBe(6);
  });
  it("turns the short way", () => {
    const route = new Route();
    route.note(0, [0, 0, 0], 3);
    route.note(100, [1, 0, 0], -3);
    expect(Math.abs(route.at(0.5)!.yaw)).toBeCloseTo(Math.PI);
  });
  it("stays small however long it is, and is gone when it is forgotten", () => {
    const route = new Route();
    for (let i = 0; i < 20_000; i++) route.note(i * 250, [i, 0, 0], 0);
    expect(route.steps.length).toBeLessThanOrEqual(4_000);
    expect(route.steps.at(-1)!.feet[0]).toBeGreaterThan(19_900);
    route.forget();
    expect([route.steps.length, route.at(0.5)]).toEqual([0, null]);
  });
});
