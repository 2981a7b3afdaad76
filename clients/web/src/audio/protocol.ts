import type { Codec } from "../wire.gen";

export const SAMPLE_RATE = 48_000;

/** Page → decoding worker. */
export type ToDecoder =
  | { kind: "port"; port: MessagePort }
  | { kind: "chunk"; utterance: string; codec: Codec; sampleRate: number; data: Uint8Array<ArrayBuffer>; sizes: readonly number[] }
  | { kind: "finish"; utterance: string }
  | { kind: "drop"; utterance: string };

/** Decoding worker → audio thread. */
export type ToRing =
  | { kind: "samples"; utterance: string; samples: Float32Array<ArrayBuffer> }
  | { kind: "finish"; utterance: string }
  | { kind: "drop"; utterance: string };

/** Audio thread → page; `ms` counts from the beginning of the utterance's sound. */
export type FromRing =
  | { kind: "position"; utterance: string; ms: number }
  | { kind: "dry"; utterance: string; ms: number }
  | { kind: "drained"; utterance: string; ms: number };
