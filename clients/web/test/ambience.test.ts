import { describe, expect, it } from "vitest";
import { loudness, side } from "../src/ambience/mixing";
import type { PlaceSound } from "../src/site";

const bell: PlaceSound = { id: "bell", kind: "bell", url: "/b.ogg", position: [10, 0, 0], radius: 20, volume: 0.5 };
const wind: PlaceSound = { ...bell, id: "wind", kind: "wind", position: null };

describe("what a place sounds like", () => {
  it("fades with distance and is not heard beyond its radius", () => {
    const at = (x: number) => loudness(bell, [x, 0, 0]);
    expect(at(10)).toBe(0.5);
    expect(at(0)).toBeGreaterThan(at(-5));
    expect(at(-10)).toBe(0);
    expect(loudness(wind, [1e4, 0, 0])).toBe(0.5);
  });
  it("comes from its side of the visitor, whichever way they face", () => {
    expect(side(bell, [0, 0, 0], [0, 0, -1]), "facing -Z, +X is right").toBeCloseTo(0.8);
    expect(side(bell, [0, 0, 0], [0, 0, 1])).toBeCloseTo(-0.8);
    expect(side(bell, [0, 0, 0], [1, 0, 0])).toBeCloseTo(0);
    expect(side(wind, [0, 0, 0], [0, 0, -1])).toBe(0);
    expect(Math.abs(side({ ...bell, position: [0, 30, 0] }, [0, 0, 0], [0, 0, -1])), "overhead").toBe(0);
  });
});
