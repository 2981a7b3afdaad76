import { describe, expect, it } from "vitest";
import { Talk, toPcm16 } from "../src/talk";
import type { Ear } from "../src/talk";
import type { VisitorSpoke } from "../src/wire.gen";

class FakeEar implements Ear {
  take: (samples: Float32Array<ArrayBuffer>) => void = () => undefined;
  closed = 0;
  constructor(private readonly refuses = false) {}

  async open(take: (samples: Float32Array<ArrayBuffer>) => void): Promise<void> {
    if (this.refuses) throw new DOMException("no", "NotAllowedError");
    this.take = take;
  }

  close(): void {
    this.closed += 1;
  }
}

function talking(ear = new FakeEar(), online = true) {
  const sent: VisitorSpoke[] = [];
  const told: (boolean | "refused")[] = [];
  const talk = new Talk(() => ear, {
    send: (spoke) => (sent.push(spoke), online),
    speaking: (now) => told.push(now),
    refused: () => told.push("refused"),
  });
  return { ear, sent, told, talk };
}

const seconds = (count: number) => new Float32Array(count * 16_000).fill(0.5);

describe("talk", () => {
  it("sends what is said in order, the last piece marked, and closes the microphone", async () => {
    const { ear, sent, told, talk } = talking();
    await talk.begin("q1");
    ear.take(seconds(0.25));
    talk.end();
    expect(sent.map(({ question, sequence, last, data }) => [question, sequence, last, data.length])).toEqual([
      ["q1", 0, false, 3200], ["q1", 1, false, 3200], ["q1", 2, true, 1600],
    ]);
    expect([told, ear.closed, talk.speaking]).toEqual([[true, false], 1, false]);
    ear.take(seconds(1));
    expect(sent.length, "nothing is heard afterwards").toBe(3);
  });

  it("says nothing when nothing was heard", async () => {
    const { sent, talk } = talking();
    await talk.begin("q1");
    talk.end();
    expect(sent).toEqual([]);
  });

  it("stops by itself after half a minute", async () => {
    const { ear, sent, talk } = talking();
    await talk.begin("q1");
    for (let i = 0; i < 31; i++) ear.take(seconds(1));
    expect(talk.speaking).toBe(false);
    expect(sent.at(-1)!.last).toBe(true);
    expect(sent.reduce((sum, { data }) => sum + data.length, 0)).toBe(30 * 32_000);
  });

  it("tells when there is no microphone, and can be tried again", async () => {
    const { told, talk } = talking(new FakeEar(true));
    await talk.begin("q1");
    expect([told, talk.speaking]).toEqual([[true, false, "refused"], false]);
  });

  it("closes a microphone that opens after the button was let go", async () => {
    const { ear, talk } = talking();
    const opening = talk.begin("q1");
    talk.end();
    await opening;
    expect(ear.closed).toBeGreaterThan(0);
  });

  it("stops when the line is cut", async () => {
    const { ear, talk } = talking(new FakeEar(), false);
    await talk.begin("q1");
    ear.take(seconds(0.2));
    expect(talk.speaking).toBe(false);
  });
});

describe("toPcm16", () => {
  it("keeps samples within 16 bits, little-endian", () => {
    expect([...toPcm16([0, 0.5, 1, -1, 2])]).toEqual([0, 0, 0, 64, 255, 127, 0, 128, 255, 127]);
  });
});
