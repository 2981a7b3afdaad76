import { describe, expect, it } from "vitest";
import { hearing, thrifty } from "../src/device/thrift";
import { gazeOf, turnBetween } from "../src/device/tilt";
import { stepFrom } from "../src/keys/companion";
import { Link } from "../src/link";

describe("saving data", () => {
  const line = { saveData: false, speed: null };
  it("is what the visitor says, whatever the line is", () => {
    expect(thrifty("full", { saveData: true, speed: 5_000 })).toBe(false);
    expect(thrifty("light", { saveData: false, speed: 5e6 })).toBe(true);
  });
  it("follows the line otherwise, and does not waver", () => {
    expect(thrifty(undefined, line)).toBe(false);
    expect(thrifty(undefined, { ...line, saveData: true })).toBe(true);
    expect(thrifty(undefined, { ...line, speed: 40_000 })).toBe(true);
    expect(thrifty(undefined, { ...line, speed: 70_000 }, false)).toBe(false);
    expect(thrifty(undefined, { ...line, speed: 70_000 }, true)).toBe(true);
    expect(thrifty(undefined, { ...line, speed: 125_000 }, true)).toBe(false);
  });
});

describe("how the guide is heard", () => {
  it("asks for 16 kbit/s first on a slow line, and still takes what it can play", () => {
    expect(hearing(undefined, true, ["opus", "pcm_s16le"])).toEqual(["opus-16k", "opus", "pcm_s16le"]);
    expect(hearing("thrifty", false, ["opus", "pcm_s16le"])[0]).toBe("opus-16k");
    expect(hearing(undefined, false, ["opus", "pcm_s16le"])).toEqual(["opus", "pcm_s16le"]);
    expect(hearing("none", false, ["opus"])).toEqual([]);
    expect(hearing(undefined, true, ["pcm_s16le"]), "a browser without Opus cannot").toEqual(["pcm_s16le"]);
  });
});

describe("finer pictures", () => {
  it("come unasked where the line brings them within three quarters of a minute", () => {
    const link = new Link();
    expect(link.affords(5e6), "nothing is known yet").toBe(true);
    link.took(400_000, 4);
    expect([link.affords(2_700_000), link.affords(4_700_000)]).toEqual([true, false]);
  });
  it("come or stay away as the visitor wishes", () => {
    const link = new Link();
    link.wish = "light";
    expect(link.affords(1)).toBe(false);
    link.wish = "full";
    link.took(400_000, 100);
    expect(link.affords(5e7)).toBe(true);
  });
});

describe("turning the device", () => {
  const degrees = ({ yaw, pitch }: { yaw: number; pitch: number }) => [yaw, pitch].map((angle) => Math.round((angle * 180) / Math.PI) + 0);
  it("looks where its back looks", () => {
    expect(degrees(gazeOf({ alpha: 0, beta: 90, gamma: 0 })), "upright, north").toEqual([0, 0]);
    expect(degrees(gazeOf({ alpha: 90, beta: 90, gamma: 0 })), "a quarter to the left").toEqual([90, 0]);
    expect(degrees(gazeOf({ alpha: 0, beta: 120, gamma: 0 })), "tipped back").toEqual([0, 30]);
    expect(degrees(gazeOf({ alpha: 0, beta: 45, gamma: 0 })), "looking at the ground").toEqual([0, -45]);
    expect(degrees(gazeOf({ alpha: 0, beta: 0, gamma: -90 })), "held across").toEqual([-90, 0]);
  });
  it("takes the short way round", () => {
    expect(turnBetween(3.1, -3.1)).toBeCloseTo(2 * Math.PI - 6.2);
    expect(turnBetween(-3.1, 3.1)).toBeCloseTo(6.2 - 2 * Math.PI);
  });
});

it("goes from place to place by keyboard, round and round", () => {
  const stops = ["a", "b", "c"];
  expect([stepFrom(stops, null, 1), stepFrom(stops, null, -1)]).toEqual(["a", "c"]);
  expect([stepFrom(stops, "c", 1), stepFrom(stops, "a", -1)]).toEqual(["a", "c"]);
  expect(stepFrom(stops, "gone", 1)).toBe("a");
  expect(stepFrom([], null, 1)).toBeUndefined();
});
