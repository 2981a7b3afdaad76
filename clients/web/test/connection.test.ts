import { Encoder } from "@msgpack/msgpack";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection } from "../src/connection";
import type { Link } from "../src/connection";
import type { ServerFrame } from "../src/frames";
import type { Caption, Welcome } from "../src/wire.gen";
import { MemorySocket } from "./socket";

const WELCOME: Welcome = {
  visit: "v1", resume: "token", site: "inn", scene: "/api/sites/inn", language: "en", languages: ["en"], voices: [], offers: [], version: 1, resumed: false,
};
const caption = (index: number): Caption => ({
  utterance: "u1", index, text: `line ${index}`, start_ms: 0, end_ms: 1000, facts: [], origin: "approved", ai: false, imaginative: false, offer: "", beside_ai: false,
});

let sockets: MemorySocket[];
let links: Link[];
let frames: ServerFrame[];
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, links, frames] = [[], [], []];
  connection = new Connection({
    url: "ws://inn/visit",
    hello: () => ({ site: "inn", language: "en" }),
    onMessage: (frame) => frames.push(frame),
    onLink: (link) => links.push(link),
    open: (url, subprotocol) => {
      const socket = new MemorySocket(url, subprotocol);
      sockets.push(socket);
      return socket;
    },
    random: () => 1,
  });
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

const newest = () => sockets.at(-1)!;

function opened(): MemorySocket {
  connection.start();
  newest().accept();
  newest().say("welcome", WELCOME);
  return newest();
}

describe("opening", () => {
  it("speaks the subprotocol and says hello first", () => {
    const socket = opened();
    expect(socket.subprotocol).toBe("caravanserai.v1");
    expect(socket.sent[0]).toEqual(["hello", { site: "inn", language: "en" }]);
    expect(links).toEqual(["connecting", "open"]);
  });

  it("takes up a visit that went on elsewhere, and leaves one without a goodbye", () => {
    connection.takeUp({ visit: "v1", resume: "of a kiosk", received: 7 });
    connection.start();
    newest().accept();
    expect(newest().sent[0]).toEqual(["hello", { site: "inn", language: "en", resume: "of a kiosk", received: 7 }]);
    newest().say("welcome", { ...WELCOME, resumed: true });
    expect(connection.received).toBe(7);
    connection.leave();
    expect(newest().sent.map(([name]) => name)).toEqual(["hello"]);
    expect(links.at(-1)).toBe("closed");
  });

  it("is not open before the welcome", () => {
    connection.start();
    newest().accept();
    expect(connection.send("interrupt", {})).toBe(false);
    expect(newest().named("interrupt")).toEqual([]);
  });

  it("keeps a question until the line is there, and drops what would be stale", () => {
    connection.start();
    connection.send("visitor-asked", { question: "q1", text: "Why?" });
    connection.send("visitor-reacted", { reaction: "skip" });
    newest().accept();
    newest().say("welcome", WELCOME);
    expect(newest().named("visitor-asked")).toEqual([{ question: "q1", text: "Why?" }]);
    expect(newest().named("visitor-reacted")).toEqual([]);
  });
});

describe("receiving", () => {
  it("skips messages it does not know and frames that are none", () => {
    const socket = opened();
    socket.raw(new Encoder().encode(["from-the-future", { a: 1 }]));
    socket.raw(new Encoder().encode(["caption"]));
    socket.raw(new Encoder().encode([1, 2]));
    socket.raw(Uint8Array.of(0xc1));
    expect(frames.map(([name]) => name)).toEqual(["welcome"]);
    expect(connection.received).toBe(0);
    expect(connection.link).toBe("open");
  });

  it("counts numbered messages only", () => {
    const socket = opened();
    socket.say("encountered", { annotation: "a", label: "A" });
    socket.say("caption", caption(0));
    socket.say("heartbeat", { t: 0, received: 0 });
    socket.say("problem", { code: "x", message: "y" });
    expect(connection.received).toBe(2);
  });
});

describe("resuming", () => {
  it("says what has arrived and goes on counting", () => {
    const first = opened();
    first.say("caption", caption(0));
    first.say("caption", caption(1));
    first.cut();
    vi.advanceTimersByTime(600);
    newest().accept();
    expect(newest().sent[0]).toEqual(["hello", { site: "inn", language: "en", resume: "token", received: 2 }]);
    newest().say("welcome", { ...WELCOME, resumed: true });
    newest().say("caption", caption(2));
    expect(connection.received).toBe(3);
    expect(links).toEqual(["connecting", "open", "lost", "open"]);
  });

  it("starts counting anew when the visit is a new one", () => {
    opened().say("caption", caption(0));
    newest().cut();
    vi.advanceTimersByTime(600);
    newest().accept();
    newest().say("welcome", { ...WELCOME, visit: "v2", resume: "other" });
    expect(connection.received).toBe(0);
  });

  it("says goodbye and keeps nothing", () => {
    const socket = opened();
    socket.say("caption", caption(0));
    connection.close();
    expect(socket.named("goodbye")).toEqual([{}]);
    expect(socket.closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    connection.start();
    newest().accept();
    expect(newest().sent[0]).toEqual(["hello", { site: "inn", language: "en" }]);
  });
});

describe("leaving before the welcome", () => {
  it("says goodbye once hello was said, or the house holds the visit for whoever takes it up", () => {
    connection.start();
    newest().accept();
    connection.close();
    expect(newest().sent.map(([name]) => name)).toEqual(["hello", "goodbye"]);
    expect(newest().closed).toBe(true);
  });

  it("says nothing over a line that is not there yet", () => {
    connection.start();
    connection.close();
    expect(newest().sent).toEqual([]);
    expect(newest().closed).toBe(true);
  });

  it("says goodbye while it takes up a visit", () => {
    opened().cut();
    vi.advanceTimersByTime(600);
    newest().accept();
    connection.close();
    expect(newest().sent.map(([name]) => name)).toEqual(["hello", "goodbye"]);
  });
});

describe("trying again", () => {
  it("waits twice as long each time, up to 15 seconds", () => {
    connection.start();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const [count, from] = [sockets.length, Date.now()];
      newest().cut();
      while (sockets.length === count) vi.advanceTimersByTime(100);
      waits.push(Date.now() - from);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  });

  it("begins with short waits again after a welcome", () => {
    connection.start();
    for (let i = 0; i < 5; i++) {
      newest().cut();
      vi.advanceTimersByTime(15_000);
    }
    newest().accept();
    newest().say("welcome", WELCOME);
    const count = sockets.length;
    newest().cut();
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(count + 1);
  });

  it("waits as long as the server asks", () => {
    connection.start();
    newest().accept();
    newest().say("problem", { code: "too-many-visitors", message: "…", retry_after: 30 });
    newest().cut();
    vi.advanceTimersByTime(29_900);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(sockets).toHaveLength(2);
  });

  it("hurries when the network is back", () => {
    opened().cut();
    connection.hurry();
    expect(sockets).toHaveLength(2);
    connection.hurry();
    expect(sockets).toHaveLength(2);
  });
});

describe("heartbeats", () => {
  it("sends one every five seconds with what has arrived", () => {
    const socket = opened();
    socket.say("caption", caption(0));
    vi.advanceTimersByTime(10_000);
    expect(socket.named("heartbeat").map(({ received }) => received)).toEqual([1, 1]);
  });

  it("takes 15 seconds of silence for a lost connection", () => {
    const socket = opened();
    vi.advanceTimersByTime(14_000);
    socket.say("heartbeat", { t: 0, received: 0 });
    vi.advanceTimersByTime(14_000);
    expect(connection.link).toBe("open");
    vi.advanceTimersByTime(1_100);
    expect(connection.link).toBe("lost");
    expect(socket.closed).toBe(true);
  });
});
