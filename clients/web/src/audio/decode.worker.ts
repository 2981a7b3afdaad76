import { SAMPLE_RATE } from "./protocol";
import type { ToDecoder, ToRing } from "./protocol";
import { Resampler, fromPcm16 } from "./resample";

type Chunk = Extract<ToDecoder, { kind: "chunk" }>;
type Samples = (samples: Float32Array<ArrayBuffer>) => void;

/** What turns the chunks of one utterance into samples at 48 kHz. */
interface Decoding {
  push(chunk: Chunk): void;
  /** Resolves when the last sample is out. */
  finish(): Promise<void>;
  stop(): void;
}

const decodings = new Map<string, Decoding>();
const dropped = new Set<string>();
let port: MessagePort | null = null;
let waiting: ToDecoder[] = [];

self.onmessage = (event: MessageEvent<ToDecoder>) => {
  const message = event.data;
  if (message.kind === "port") {
    port = message.port;
    for (const early of waiting) take(early);
    waiting = [];
  } else if (port === null) {
    waiting.push(message);
  } else {
    take(message);
  }
};

function take(message: ToDecoder): void {
  if (message.kind === "chunk") push(message);
  else if (message.kind === "finish") void finish(message.utterance);
  else if (message.kind === "drop") drop(message.utterance);
}

function push(chunk: Chunk): void {
  const { utterance } = chunk;
  if (dropped.has(utterance)) return;
  let decoding = decodings.get(utterance);
  if (decoding === undefined) {
    const out: Samples = (samples) => send({ kind: "samples", utterance, samples }, [samples.buffer]);
    decoding = chunk.codec === "opus" ? opus(out) : pcm(out, chunk.sampleRate);
    decodings.set(utterance, decoding);
  }
  if (chunk.data.length > 0) decoding.push(chunk);
}

async function finish(utterance: string): Promise<void> {
  const decoding = decodings.get(utterance);
  decodings.delete(utterance);
  if (decoding === undefined) return;
  await decoding.finish();
  send({ kind: "finish", utterance });
}

function drop(utterance: string): void {
  dropped.add(utterance);
  if (dropped.size > 64) dropped.delete(dropped.values().next().value!);
  decodings.get(utterance)?.stop();
  decodings.delete(utterance);
  send({ kind: "drop", utterance });
}

function send(message: ToRing, transfer: Transferable[] = []): void {
  port?.postMessage(message, transfer);
}

function pcm(out: Samples, sampleRate: number): Decoding {
  const resampler = new Resampler(sampleRate, SAMPLE_RATE);
  return {
    push: (chunk) => out(resampler.push(fromPcm16(chunk.data))),
    finish: () => Promise.resolve(),
    stop: () => undefined,
  };
}

function opus(out: Samples): Decoding {
  let timestamp = 0;
  const decoder = new AudioDecoder({
    output: (sound) => {
      const samples = new Float32Array(sound.numberOfFrames);
      sound.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      sound.close();
      out(samples);
    },
    error: () => undefined,
  });
  decoder.configure({ codec: "opus", sampleRate: SAMPLE_RATE, numberOfChannels: 1 });
  return {
    push: ({ data, sizes }) => {
      let begin = 0;
      for (const size of sizes) {
        if (decoder.state !== "configured") return;
        decoder.decode(new EncodedAudioChunk({ type: "key", timestamp, duration: 20_000, data: data.subarray(begin, (begin += size)) }));
        timestamp += 20_000;
      }
    },
    finish: async () => {
      if (decoder.state !== "configured") return;
      await decoder.flush().catch(() => undefined);
      if (decoder.state === "configured") decoder.close();
    },
    stop: () => {
      if (decoder.state !== "closed") decoder.close();
    },
  };
}
