import { describe, expect, it } from "vitest";
import { CaptionClock } from "../src/caption-clock";
import { Guide } from "../src/guide";
import type { Caption, SpeechChunk, UtteranceStarted } from "../src/wire.gen";

const caption = (index: number, utterance = "u1"): Caption => ({
  utterance, index, text: `${utterance}/${index}`, start_ms: index * 2000, end_ms: index * 2000 + 1900, facts: [], origin: "approved", ai: false, imaginative: false, offer: "", beside_ai: false,
});
const started = (utterance: string, changes: Partial<UtteranceStarted> = {}): UtteranceStarted => ({
  utterance, kind: "narration", language: "en", origin: "approved", ai: false, voice: "v", synthetic: true, imaginative: false, ...changes,
});
const chunk = (utterance: string, last = false): SpeechChunk => ({
  utterance, index: 0, codec: "opus", sample_rate: 48_000, data: Uint8Array.of(1), last,
});
const texts = (captions: Caption[]) => captions.map(({ text }) => text);

describe("caption clock", () => {
  it("shows captions as the sound reaches them, each once", () => {
    const clock = new CaptionClock(0, true);
    [0, 1, 2].forEach((index) => clock.add(caption(index)));
    clock.add(caption(1));
    expect(texts(clock.due(10))).toEqual([]);
    clock.heard(0);
    expect(texts(clock.due(20))).toEqual(["u1/0"]);
    clock.heard(1999);
    expect(clock.due(9_999)).toEqual([]);
    clock.heard(4100);
    expect(texts(clock.due(10_000))).toEqual(["u1/1", "u1/2"]);
  });

  it("runs on a timer where there is no voice", () => {
    const clock = new CaptionClock(1000, false);
    clock.add(caption(0));
    clock.add(caption(1));
    clock.finish();
    expect(texts(clock.due(1500))).toEqual(["u1/0"]);
    expect(clock.due(3400)).toEqual([]);
    expect(texts(clock.due(3500))).toEqual(["u1/1"]);
    expect(clock.over(5300)).toBe(false);
    expect(clock.over(5400)).toBe(true);
  });

  it("stops waiting for a voice that does not come", () => {
    const clock = new CaptionClock(0, true);
    clock.add(caption(0));
    expect(clock.due(2400)).toEqual([]);
    expect(texts(clock.due(2600))).toEqual(["u1/0"]);
  });

  it("is over when the sound has been played, not when it has arrived", () => {
    const clock = new CaptionClock(0, true);
    clock.add(caption(0));
    clock.heard(50);
    clock.due(50);
    clock.finish();
    expect(clock.over(60_000)).toBe(false);
    clock.drain();
    expect(clock.over(60_001)).toBe(true);
  });

  it("knows a pause between sentences from a gap in one", () => {
    const clock = new CaptionClock(0, true);
    clock.add(caption(0));
    expect(clock.pauseAt(1890)).toBe(true);
    expect(clock.pauseAt(1000)).toBe(false);
  });
});

describe("guide", () => {
  function listening(running = true) {
    const log: string[] = [];
    const guide = new Guide(
      () => ({
        running,
        chunk: ({ utterance }) => log.push(`sound ${utterance}`),
        finish: (utterance) => log.push(`finish ${utterance}`),
        drop: (utterance) => log.push(`drop ${utterance}`),
      }),
      { show: ({ text }) => log.push(`show ${text}`), clear: () => log.push("clear") },
    );
    return { guide, log };
  }

  it("tells an utterance on the clock of its sound", () => {
    const { guide, log } = listening();
    guide.take(["utterance-started", started("u1")], 0);
    guide.take(["caption", caption(0)], 0);
    guide.take(["speech-chunk", chunk("u1")], 0);
    guide.heard({ kind: "position", utterance: "u1", ms: 40 }, 60);
    guide.take(["speech-chunk", chunk("u1", true)], 100);
    guide.take(["utterance-ended", { utterance: "u1", reason: "finished" }], 2000);
    guide.heard({ kind: "drained", utterance: "u1", ms: 1900 }, 2000);
    guide.tick(60_000);
    expect(log).toEqual(["sound u1", "show u1/0", "sound u1", "finish u1", "finish u1", "clear"]);
    expect(guide.utterance).toBeNull();
  });

  it("is silent at once when the server interrupts, and ignores what comes late", () => {
    const { guide, log } = listening();
    guide.take(["utterance-started", started("u1")], 0);
    guide.take(["caption", caption(0)], 0);
    guide.take(["utterance-ended", { utterance: "u1", reason: "interrupted" }], 10);
    guide.take(["speech-chunk", chunk("u1")], 20);
    guide.take(["caption", caption(1)], 20);
    guide.tick(60_000);
    expect(log).toEqual(["drop u1", "clear"]);
  });

  it("lets an answer pass before a narration", () => {
    const { guide, log } = listening();
    guide.take(["utterance-started", started("u1")], 0);
    guide.take(["utterance-started", started("u2", { kind: "answer" })], 10);
    expect(log).toEqual(["drop u1", "clear"]);
    expect(guide.utterance?.utterance).toBe("u2");
  });

  it("hushes locally without waiting for the server", () => {
    const { guide, log } = listening();
    guide.take(["utterance-started", started("u1")], 0);
    guide.hush();
    guide.take(["speech-chunk", chunk("u1")], 5);
    expect(log).toEqual(["drop u1", "clear"]);
  });

  it("counts gaps within a sentence only", () => {
    const { guide } = listening();
    guide.take(["utterance-started", started("u1")], 0);
    guide.take(["caption", caption(0)], 0);
    guide.heard({ kind: "dry", utterance: "u1", ms: 1900 }, 100);
    expect(guide.underruns).toBe(0);
    guide.heard({ kind: "dry", utterance: "u1", ms: 700 }, 200);
    expect(guide.underruns).toBe(1);
  });

  it("reads on while the system keeps the sound asleep", () => {
    const { guide, log } = listening(false);
    guide.take(["utterance-started", started("u1")], 0);
    guide.take(["caption", caption(0)], 0);
    guide.take(["caption", caption(1)], 0);
    guide.heard({ kind: "position", utterance: "u1", ms: 0 }, 0);
    guide.tick(2100);
    expect(log).toEqual(["show u1/0", "show u1/1"]);
  });

  it("tells what it has to the end when the visit begins anew", () => {
    const { guide, log } = listening();
    guide.take(["utterance-started", started("u1", { voice: undefined })], 0);
    guide.take(["caption", caption(0)], 0);
    guide.restart();
    guide.tick(2000);
    expect(guide.utterance).toBeNull();
    expect(log).toEqual(["show u1/0", "finish u1"]);
  });
});
