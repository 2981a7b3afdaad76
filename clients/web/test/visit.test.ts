import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Doubt } from "../src/ui/doubt";
import { Visit } from "../src/visit";
import type { VisitEvents } from "../src/visit";
import type { AnnotationChanged, Consented, UtteranceStarted } from "../src/wire.gen";
import { MemorySocket } from "./socket";

const WELCOME = {
  visit: "v1", resume: "token", site: "inn", scene: "/api/sites/inn", language: "en", languages: ["en"], voices: [], offers: [], version: 1, resumed: false,
};
const utterance = (name: string, kind: UtteranceStarted["kind"] = "narration"): UtteranceStarted => ({
  utterance: name, kind, language: "en", origin: "live", ai: true, synthetic: true, imaginative: false,
});

let sockets: MemorySocket[];
let edits: AnnotationChanged[];
let visit: Visit;
let shown: string[];
let answers: [change: string, last: boolean][];

beforeEach(() => {
  [sockets, edits, shown, answers] = [[], [], [], []];
  vi.stubGlobal("location", { protocol: "http:", host: "inn" });
  vi.stubGlobal("WebSocket", class extends MemorySocket {
    constructor(url: string, subprotocol: string) {
      super(url, subprotocol);
      sockets.push(this);
    }
  });
  const nothing = (): void => undefined;
  const events: VisitEvents = {
    link: nothing, welcome: nothing, encountered: nothing, voice: nothing, problem: nothing, transcript: nothing, speaking: nothing, refused: nothing, clear: nothing,
    show: ({ text }) => shown.push(text),
    edited: (change) => edits.push(change),
    consented: ({ change }, last) => answers.push([change, last]),
  };
  const head = { position: [0, 0, 0], orientation: [0, 0, 0, 1] } as ReturnType<ConstructorParameters<typeof Visit>[1]>;
  visit = new Visit(() => ({ site: "inn", language: "en" }), () => head, () => null, events, () => ({ open: () => Promise.resolve(), close: nothing }));
  visit.open();
});

afterEach(() => {
  visit.close();
  vi.unstubAllGlobals();
});

function opened(): MemorySocket {
  sockets[0]!.accept();
  sockets[0]!.say("welcome", WELCOME);
  return sockets[0]!;
}

describe("an edit on the wire", () => {
  it("reaches the page", () => {
    const edit = { annotation: "door", label: "Gate", removed: false };
    opened().say("annotation-changed", edit);
    expect(edits).toEqual([edit]);
  });
});

describe("a consent", () => {
  const answer = (change: string): Consented => ({ outcome: "taken", change, purposes: ["analytics"] });

  it("is answered by its own id, and only the answer to the last one is the last", () => {
    const socket = opened();
    visit.agree(["analytics"], {}, "1/en");
    visit.agree(["analytics", "voice"], {}, "1/en");
    const [first, second] = socket.named("consent").map(({ change }) => change as string);
    socket.say("consented", answer(first!));
    socket.say("consented", answer(second!));
    expect(answers).toEqual([[first, false], [second, true]]);
  });

  it("is sent again where the line was cut before its answer, and never after it or after being forgotten", () => {
    vi.useFakeTimers();
    const socket = opened();
    const resumed = (): MemorySocket => {
      sockets.at(-1)!.cut();
      vi.advanceTimersByTime(60_000);
      sockets.at(-1)!.accept();
      sockets.at(-1)!.say("welcome", { ...WELCOME, resumed: true });
      return sockets.at(-1)!;
    };
    visit.agree(["analytics"], { home_country: "IR" }, "1/en");
    const again = resumed();
    expect(again).not.toBe(socket);
    expect(again.named("consent")).toEqual(socket.named("consent"));
    again.say("consented", answer("c1"));
    const third = resumed();
    expect(third.named("consent")).toEqual([]);
    visit.agree([], {}, "");
    visit.forget();
    expect(resumed().named("consent")).toEqual([]);
    vi.useRealTimers();
  });

  it("of a visit that is over is not agreed to in the next", () => {
    vi.useFakeTimers();
    opened();
    visit.agree(["analytics"], {}, "1/en");
    sockets.at(-1)!.cut();
    vi.advanceTimersByTime(60_000);
    sockets.at(-1)!.accept();
    sockets.at(-1)!.say("welcome", { ...WELCOME, visit: "v2" });
    expect(sockets.length).toBeGreaterThan(1);
    expect(sockets.at(-1)!.named("consent")).toEqual([]);
    vi.useRealTimers();
  });
});

describe("a guide that is held", () => {
  it("says nothing, sends no pose, and takes up again where it was", () => {
    vi.useFakeTimers();
    const socket = opened();
    const moved = () => socket.sent.filter(([name]) => name === "visitor-moved").length;
    const wait = (ms: number): void => {
      for (let passed = 0; passed < ms; passed += 40) {
        vi.advanceTimersByTime(40);
        visit.tick();
      }
    };
    socket.say("utterance-started", utterance("u1"));
    const caption = (index: number, start: number) => ({ utterance: "u1", index, text: `c${index}`, start_ms: start, end_ms: start + 2000, facts: [], origin: "live" as const, ai: true, imaginative: false, offer: "" as const, beside: "", beside_ai: false });
    socket.say("caption", caption(0, 0));
    socket.say("caption", caption(1, 2000));
    wait(1000);
    visit.hold(true);
    const before = moved();
    wait(10_000);
    expect([shown, moved()]).toEqual([["c0"], before]);
    visit.hold(false);
    wait(800);
    expect(shown).toEqual(["c0"]);
    wait(400);
    expect(shown).toEqual(["c0", "c1"]);
    expect(moved()).toBeGreaterThan(before);
    vi.useRealTimers();
  });
});

describe("that sounds wrong", () => {
  function button() {
    const made = Object.assign(new EventTarget(), { hidden: true, disabled: false });
    const thanks: string[] = [];
    const doubt = new Doubt(made as unknown as HTMLButtonElement, (name) => visit.react("wrong", name) && thanks.push(name) > 0);
    const press = (): void => void (made.disabled || made.dispatchEvent(new Event("click")));
    return { made, doubt, press, thanks };
  }

  it("is said of the words in front of the visitor, once for a sentence", () => {
    const socket = opened();
    const { made, doubt, press, thanks } = button();
    doubt.show(utterance("u1"), true);
    socket.say("utterance-started", utterance("u2"));
    press();
    doubt.show(utterance("u1"), false);
    press();
    expect(socket.named("visitor-reacted")).toEqual([{ reaction: "wrong", utterance: "u1" }]);
    expect([thanks, made.disabled]).toEqual([["u1"], true]);
    doubt.show(utterance("u1"), true);
    press();
    expect(socket.named("visitor-reacted")).toHaveLength(2);
  });

  it("can be said again where it could not be sent, and nobody is thanked", () => {
    const { made, doubt, press, thanks } = button();
    doubt.show(utterance("u1"), true);
    press();
    expect([thanks, made.disabled, sockets[0]!.named("visitor-reacted")]).toEqual([[], false, []]);
  });

  it("is not offered at a notice, or when nothing is said", () => {
    const { made, doubt } = button();
    doubt.show(utterance("u1"), true);
    expect(made.hidden).toBe(false);
    doubt.show(utterance("u2", "notice"), true);
    expect(made.hidden).toBe(true);
    doubt.show(utterance("u3"), true);
    doubt.clear();
    expect(made.hidden).toBe(true);
  });
});
