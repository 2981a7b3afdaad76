import type { VisitorSpoke } from "./wire.gen";

/** Samples in one message: 100 ms at 16 kHz. */
const BLOCK = 1_600;
/** Longer than any question; then the microphone closes by itself. */
const LONGEST = 30 * 16_000;

/** What a spoken question needs from the world. */
export interface Ear {
  open(take: (samples: Float32Array<ArrayBuffer>) => void): Promise<void>;
  close(): void;
}

export interface TalkEvents {
  send(spoke: VisitorSpoke): boolean;
  /** The visitor speaks now, or has finished. */
  speaking(now: boolean): void;
  /** The microphone was refused. */
  refused(): void;
}

/** A spoken question, from the press of the button to its last sample. */
export class Talk {
  private question = "";
  private sequence = 0;
  private samples = 0;
  private waiting: number[] = [];
  private open: Ear | null = null;

  constructor(private readonly ear: () => Ear, private readonly events: TalkEvents) {}

  get speaking(): boolean {
    return this.question !== "";
  }

  /** Begin to listen; what is said goes out under this question's id. */
  async begin(question: string): Promise<void> {
    if (this.speaking) return;
    [this.question, this.sequence, this.samples, this.waiting] = [question, 0, 0, []];
    const ear = (this.open = this.ear());
    this.events.speaking(true);
    try {
      await ear.open((block) => this.take(question, block));
    } catch {
      this.reset();
      this.events.refused();
      return;
    }
    if (this.open !== ear) ear.close();
  }

  /** The visitor has finished. */
  end(): void {
    if (!this.speaking) return;
    if (this.sequence > 0 || this.waiting.length > 0) this.send(this.waiting.splice(0), true);
    this.reset();
  }

  private take(question: string, block: Float32Array<ArrayBuffer>): void {
    if (question !== this.question) return;
    for (const sample of block) this.waiting.push(sample);
    this.samples += block.length;
    while (this.waiting.length >= BLOCK) this.send(this.waiting.splice(0, BLOCK), false);
    if (this.samples >= LONGEST) this.end();
  }

  private send(samples: readonly number[], last: boolean): void {
    const sent = this.events.send({ question: this.question, sequence: this.sequence, codec: "pcm_s16le", data: toPcm16(samples), last });
    this.sequence += 1;
    if (!sent && !last) this.reset();
  }

  private reset(): void {
    this.open?.close();
    this.open = null;
    this.question = "";
    this.events.speaking(false);
  }
}

/** Samples between -1 and 1 as little-endian 16 bit. */
export function toPcm16(samples: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, at) => view.setInt16(2 * at, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true));
  return new Uint8Array(view.buffer);
}
