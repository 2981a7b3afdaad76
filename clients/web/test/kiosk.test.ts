import { describe, expect, it } from "vitest";
import { isOpen, nextOpening } from "../src/kiosk/hours";
import type { Hours } from "../src/kiosk/hours";
import { COUNTDOWN_MS, Idle, LISTENING_MS } from "../src/kiosk/idle";
import { STAY_S, round } from "../src/kiosk/round";
import { wipeNow } from "../src/kiosk/wipe";
import { ailment } from "../src/kiosk/watch";
import type { Vitals } from "../src/kiosk/watch";
import { reached, wayOut } from "../src/kiosk/way-out";

const DAY: Hours = { opens: "09:00", closes: "18:30" };
/** Monday closed; Saturday until two in the morning. */
const WEEK = [null, DAY, DAY, DAY, DAY, { opens: "20:00", closes: "02:00" }, DAY];
/** 1 January 2024 was a Monday. */
const at = (day: number, hour: number, minute = 0): Date => new Date(2024, 0, day, hour, minute);

describe("opening hours", () => {
  it("are always where nobody set any", () => {
    expect(isOpen([], at(1, 3))).toBe(true);
    expect(nextOpening([], at(1, 3))).toBeNull();
  });

  it.each([
    [at(1, 12), false], [at(2, 8, 59), false], [at(2, 9), true], [at(2, 18, 29), true], [at(2, 18, 30), false],
    [at(6, 19), false], [at(6, 23), true], [at(7, 1, 59), true], [at(7, 2), false], [at(7, 9), true],
  ])("at %s: %s", (moment, open) => expect(isOpen(WEEK, moment)).toBe(open));

  it.each([
    [at(1, 12), at(2, 9)], [at(2, 3), at(2, 9)], [at(2, 20), at(3, 9)], [at(7, 20), at(9, 9)],
  ])("after %s it opens at %s", (moment, next) => expect(nextOpening(WEEK, moment)).toEqual(next));

  it("never come where every day is one of rest", () => {
    const week = Array<null>(7).fill(null);
    expect(isOpen(week, at(3, 12))).toBe(false);
    expect(nextOpening(week, at(3, 12))).toBeNull();
  });
});

describe("whether somebody is there", () => {
  const PATIENCE = 90_000;

  it("is asked after a while without a touch, and given up after a countdown", () => {
    const idle = new Idle(PATIENCE, 0);
    expect(idle.at(PATIENCE - 1)).toEqual({ kind: "there" });
    expect(idle.at(PATIENCE)).toEqual({ kind: "asking", left: COUNTDOWN_MS });
    expect(idle.at(PATIENCE + 10_000)).toEqual({ kind: "asking", left: COUNTDOWN_MS - 10_000 });
    expect(idle.at(PATIENCE + COUNTDOWN_MS)).toEqual({ kind: "gone" });
    idle.touch(PATIENCE + 20_000);
    expect(idle.at(PATIENCE + COUNTDOWN_MS)).toEqual({ kind: "there" });
  });

  it("leaves time enough to answer", () => expect(COUNTDOWN_MS).toBeGreaterThanOrEqual(20_000));

  it("is believed of who listens, but not for ever", () => {
    const idle = new Idle(PATIENCE, 0);
    for (let now = 0; now < 2 * LISTENING_MS; now += 10_000) idle.hear(now);
    expect(idle.at(LISTENING_MS + PATIENCE - 1)).toEqual({ kind: "there" });
    expect(idle.at(LISTENING_MS + PATIENCE).kind).toBe("asking");
  });

  it("is certain of who wears the headset", () => {
    const idle = new Idle(PATIENCE, 0);
    idle.hold(true, 1_000);
    expect(idle.at(10 * LISTENING_MS)).toEqual({ kind: "there" });
    idle.hold(false, 10 * LISTENING_MS);
    expect(idle.at(10 * LISTENING_MS + PATIENCE).kind).toBe("asking");
  });
});

describe("the attract loop", () => {
  it("stays at each stop in turn, and turns slowly without a leap", () => {
    expect(round(0, 3).stop).toBe(0);
    expect(round(STAY_S, 3).stop).toBe(1);
    expect(round(3 * STAY_S, 3).stop).toBe(0);
    for (let seconds = 0.5; seconds < STAY_S; seconds += 0.5) {
      expect(Math.abs(round(seconds, 3).turned - round(seconds - 0.5, 3).turned)).toBeLessThan(0.03);
    }
  });

  it("has nowhere to go at a site without stops", () => expect(round(100, 0).stop).toBe(-1));
});

describe("a page that runs for days", () => {
  const WELL: Vitals = { age: 0, heap: 3e8, heapLimit: 4e9, contextless: 0, frameless: 0, errors: 0, anotherServer: false };

  it.each<[Partial<Vitals>, string | null]>([
    [{}, null], [{ anotherServer: true }, "server"], [{ contextless: 5_000 }, null], [{ contextless: 16_000 }, "graphics"],
    [{ frameless: 31_000 }, "frozen"], [{ heap: 3e9 }, "memory"], [{ heap: 7e8, heapLimit: 1e9 }, "memory"], [{ heap: 7e8, heapLimit: 0 }, null],
    [{ age: 7 * 3_600_000 }, "age"], [{ errors: 20 }, "errors"],
  ])("with %j starts afresh because of %s", (change, why) => expect(ailment({ ...WELL, ...change })).toBe(why));
});

describe("the way to a phone", () => {
  it("leads to the site, in the language, to the stop, and takes the visit along behind the #, which no server's log sees", () => {
    const way = { site: "colosseum", language: "zh-Hans", stop: "arena" };
    expect(wayOut("https://tours.example", way)).toBe("https://tours.example/?site=colosseum&language=zh-Hans&stop=arena");
    expect(wayOut("https://tours.example", { ...way, stop: null, code: "a+b" })).toBe("https://tours.example/?site=colosseum&language=zh-Hans#take=a%2Bb");
  });

  it.each([
    ["https://tours.example", "localhost", "https://tours.example"], ["", "localhost", ""], ["", "127.0.0.1", ""], ["", "192.168.1.20", "http://192.168.1.20"],
  ])("said %j at %s is %j", (said, hostname, address) => expect(reached(said, { hostname, origin: `http://${hostname}` })).toBe(address));
});

it("takes away what a page stored and its cookies", () => {
  const shelf = () => {
    const kept = new Map([["caravanserai.preferences", "{}"]]);
    return { kept, clear: () => kept.clear() };
  };
  const [local, session, cookies] = [shelf(), shelf(), [] as string[]];
  const document = { get cookie() { return "one=1; two=2"; }, set cookie(cookie: string) { cookies.push(cookie); } };
  wipeNow({ localStorage: local, sessionStorage: session, document } as never);
  expect([local.kept.size, session.kept.size]).toEqual([0, 0]);
  expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual(["one", "one", "two", "two"]);
  expect(cookies.every((cookie) => cookie.includes("Max-Age=0"))).toBe(true);
});
