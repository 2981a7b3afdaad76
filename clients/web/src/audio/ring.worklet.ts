import { Playback } from "./playback";
import { SAMPLE_RATE } from "./protocol";
import type { FromRing, ToRing } from "./protocol";

declare const registerProcessor: (name: string, processor: unknown) => void;
declare const AudioWorkletProcessor: { new (): { readonly port: MessagePort } };

/** Render quanta (128 samples) between two reports of the position: about 50 ms. */
const REPORT_EVERY = 19;

class SpeechRing extends AudioWorkletProcessor {
  private readonly playback: Playback;
  private quanta = 0;

  constructor() {
    super();
    this.playback = new Playback((event) =>
      this.tell({ kind: event.kind, utterance: event.utterance, ms: milliseconds(event.played) }),
    );
    this.port.onmessage = (event: MessageEvent<{ port: MessagePort }>) => {
      event.data.port.onmessage = (message: MessageEvent<ToRing>) => this.take(message.data);
    };
  }

  process(_inputs: unknown, outputs: Float32Array[][]): boolean {
    const output = outputs[0]?.[0];
    if (output !== undefined) this.playback.read(output);
    if (++this.quanta % REPORT_EVERY === 0) this.report();
    return true;
  }

  private take(message: ToRing): void {
    if (message.kind === "samples") this.playback.write(message.utterance, message.samples);
    else if (message.kind === "finish") this.playback.finish(message.utterance);
    else this.playback.drop(message.utterance);
  }

  private report(): void {
    const position = this.playback.position;
    if (position === null) return;
    this.tell({ kind: "position", utterance: position.utterance, ms: milliseconds(position.played) });
  }

  private tell(event: FromRing): void {
    this.port.postMessage(event);
  }
}

function milliseconds(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE;
}

registerProcessor("speech-ring", SpeechRing);
