import { describe, expect, it } from "vitest";
import { Playback } from "../src/audio/playback";
import type { PlaybackEvent } from "../src/audio/playback";
import { Resampler, fromPcm16 } from "../src/audio/resample";
import { Ring } from "../src/audio/ring";

const ramp = (from: number, count: number) => Float32Array.from({ length: count }, (_, i) => from + i);

describe("ring", () => {
  it("gives back what was written, across its seam and when it grows", () => {
    const ring = new Ring(8);
    const heard: number[] = [];
    let next = 0;
    for (const [write, read] of [[5, 3], [5, 4], [9, 2], [40, 45], [0, 10]] as const) {
      ring.write(ramp(next, write));
      next += write;
      const out = new Float32Array(read);
      heard.push(...out.subarray(0, ring.read(out)));
    }
    expect(heard).toEqual([...ramp(0, next)]);
    expect(ring.length).toBe(0);
  });

  it("reads into the middle of a target without passing its end", () => {
    const ring = new Ring(4);
    ring.write(ramp(1, 4));
    const out = new Float32Array(5);
    expect(ring.read(out, 3)).toBe(2);
    expect([...out]).toEqual([0, 0, 0, 1, 2]);
  });
});

describe("playback", () => {
  const SECOND = 48_000;

  function playing() {
    const events: PlaybackEvent[] = [];
    const playback = new Playback((event) => events.push(event));
    const hear = (count: number) => {
      const out = new Float32Array(count).fill(9);
      playback.read(out);
      return out;
    };
    return { events, playback, hear };
  }

  it("waits for a lead before it starts", () => {
    const { playback, hear } = playing();
    playback.write("u1", ramp(1, 960));
    expect([...hear(128)]).toEqual([...new Float32Array(128)]);
    playback.write("u1", ramp(961, SECOND));
    expect([...hear(128)]).toEqual([...ramp(1, 128)]);
    expect(playback.position).toEqual({ utterance: "u1", played: 128 });
  });

  it("plays a short utterance when it is complete", () => {
    const { playback, hear, events } = playing();
    playback.write("u1", ramp(1, 100));
    playback.finish("u1");
    expect(hear(128)[99]).toBe(100);
    expect(events).toEqual([{ kind: "drained", utterance: "u1", played: 100 }]);
    expect(playback.position).toBeNull();
  });

  it("tells one gap once, and goes on after a longer lead", () => {
    const { playback, hear, events } = playing();
    playback.write("u1", ramp(0, 6000));
    hear(6100);
    hear(128);
    expect(events).toEqual([{ kind: "dry", utterance: "u1", played: 6000 }]);
    playback.write("u1", ramp(6000, 6000));
    expect(hear(128)[0]).toBe(0);
    playback.write("u1", ramp(12_000, 6000));
    expect(hear(128)[0]).toBe(6000);
  });

  it("plays utterances one after the other without a gap", () => {
    const { playback, hear } = playing();
    playback.write("u1", ramp(1, 100));
    playback.finish("u1");
    playback.write("u2", ramp(1001, 20_000));
    const out = hear(200);
    expect([out[99], out[100]]).toEqual([100, 1001]);
  });

  it("is silent at once when an utterance is dropped, and stays so for what comes late", () => {
    const { playback, hear } = playing();
    playback.write("u1", ramp(1, SECOND));
    hear(128);
    playback.drop("u1");
    playback.write("u1", ramp(1, SECOND));
    expect(hear(128).every((sample) => sample === 0)).toBe(true);
    playback.write("u2", ramp(5, SECOND));
    expect(hear(1)[0]).toBe(5);
  });
});

describe("pcm", () => {
  it("reads little-endian samples from an odd place in a buffer", () => {
    const bytes = Uint8Array.of(99, 0x00, 0x40, 0x00, 0x80);
    expect([...fromPcm16(bytes.subarray(1))]).toEqual([0.5, -1]);
  });

  it("resamples blocks as one stream", () => {
    const whole = Float32Array.from({ length: 2400 }, (_, i) => Math.sin(i / 20));
    const resampler = new Resampler(24_000, 48_000);
    const out = [480, 7, 1, 912, 1000].reduce<number[]>((heard, length, i, lengths) => {
      const from = lengths.slice(0, i).reduce((sum, n) => sum + n, 0);
      return [...heard, ...resampler.push(whole.slice(from, from + length))];
    }, []);
    expect(Math.abs(out.length - 4800)).toBeLessThanOrEqual(2);
    const worst = out.slice(4).reduce((max, sample, i) => Math.max(max, Math.abs(sample - Math.sin(((i + 4) / 2 - 1) / 20))), 0);
    expect(worst).toBeLessThan(0.01);
  });

  it("keeps the length when it goes down", () => {
    const resampler = new Resampler(44_100, 48_000);
    let length = 0;
    for (let i = 0; i < 100; i++) length += resampler.push(new Float32Array(441)).length;
    expect(Math.abs(length - 48_000)).toBeLessThanOrEqual(2);
  });
});
