import { Ring } from "./ring";

/** Samples to have before an utterance starts: 120 ms at 48 kHz. A gap doubles it, up to a second. */
const LEAD = 5760;
const LONGEST_LEAD = 46_080;
/** Samples of one utterance that are kept at most; the guide speaks for a minute or two. */
const LONGEST = 600 * 48_000;

export type PlaybackEvent =
  | { kind: "dry"; utterance: string; played: number }
  | { kind: "drained"; utterance: string; played: number };

interface Voice {
  utterance: string;
  ring: Ring;
  complete: boolean;
  flowing: boolean;
  played: number;
}

/** Utterances in the order they came, each with its ring; reading is what the loudspeaker does. */
export class Playback {
  private lead = LEAD;
  private readonly voices: Voice[] = [];
  private readonly dropped = new Set<string>();

  constructor(private readonly tell: (event: PlaybackEvent) => void) {}

  /** What is being played and how many of its samples have been. */
  get position(): { utterance: string; played: number } | null {
    const head = this.voices[0];
    return head === undefined ? null : { utterance: head.utterance, played: head.played };
  }

  write(utterance: string, block: Float32Array): void {
    if (this.dropped.has(utterance)) return;
    const voice = this.voice(utterance);
    if (voice.ring.length + block.length <= LONGEST) voice.ring.write(block);
  }

  /** Nothing more will come of this utterance. */
  finish(utterance: string): void {
    const voice = this.voices.find((known) => known.utterance === utterance);
    if (voice !== undefined) voice.complete = true;
  }

  /** Forget an utterance at once, and whatever of it is still on its way. */
  drop(utterance: string): void {
    this.dropped.add(utterance);
    if (this.dropped.size > 64) this.dropped.delete(this.dropped.values().next().value!);
    const index = this.voices.findIndex((known) => known.utterance === utterance);
    if (index >= 0) this.voices.splice(index, 1);
  }

  /** Fill `output`; where there is nothing to say it stays silent. */
  read(output: Float32Array): void {
    let from = 0;
    while (from < output.length) {
      const head = this.voices[0];
      if (head === undefined || !this.ready(head)) break;
      const count = head.ring.read(output, from);
      head.played += count;
      from += count;
      if (from < output.length) this.ran(head);
    }
    output.fill(0, from);
  }

  private ready(voice: Voice): boolean {
    if (!voice.flowing) voice.flowing = voice.complete || voice.ring.length >= this.lead;
    return voice.flowing;
  }

  private ran(voice: Voice): void {
    voice.flowing = false;
    if (voice.complete) {
      this.voices.shift();
      this.tell({ kind: "drained", utterance: voice.utterance, played: voice.played });
    } else {
      this.lead = Math.min(LONGEST_LEAD, 2 * this.lead);
      this.tell({ kind: "dry", utterance: voice.utterance, played: voice.played });
    }
  }

  private voice(utterance: string): Voice {
    let voice = this.voices.find((known) => known.utterance === utterance);
    if (voice === undefined) {
      voice = { utterance, ring: new Ring(), complete: false, flowing: false, played: 0 };
      this.voices.push(voice);
    }
    return voice;
  }
}
