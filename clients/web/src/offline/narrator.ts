import { Decoder } from "@msgpack/msgpack";
import type { ServerFrame } from "../frames";
import type { Stop } from "../site";
import type { Vector } from "../wire.gen";

/** Milliseconds that a visitor stands at a stop before it is told. */
const DWELL_MS = 700;

const decoder = new Decoder();

/** The stop in whose circle one stands, or null. */
export function stopAt(stops: readonly Stop[], [x, y, z]: Vector): string | null {
  const far = ({ position: [sx, , sz] }: Stop) => Math.hypot(x - sx, z - sz);
  const inside = stops.filter((stop) => far(stop) <= stop.radius && Math.abs(y - stop.position[1]) < 3);
  return inside.sort((a, b) => far(a) - far(b))[0]?.id ?? null;
}

/** Frames of the wire that lie one after another, under a name of their own, so that they can be told again. */
export function framesIn(bytes: ArrayBuffer, utterance: string): ServerFrame[] {
  return [...decoder.decodeMulti(new Uint8Array(bytes))].map((frame) => {
    const [name, fields] = frame as [string, Record<string, unknown>];
    return [name, "utterance" in fields ? { ...fields, utterance } : fields] as unknown as ServerFrame;
  });
}

export interface Told {
  /** What is kept of a stop; null where nothing is. */
  fetch(stop: string): Promise<ArrayBuffer | null>;
  tell(frame: ServerFrame): void;
  hush(): void;
}

/** Tells what is kept, stop by stop, while there is no house to ask. */
export class Narrator {
  private readonly heard = new Set<string>();
  private at: string | null = null;
  private since = 0;
  private telling: string | null = null;
  private count = 0;

  constructor(private readonly told: Told) {}

  /** The house told of this stop; it is not told again. */
  known(stop: string): void {
    this.heard.add(stop);
  }

  /** Where the visitor is at `now` milliseconds. */
  async follow(stop: string | null, now: number): Promise<void> {
    if (stop !== this.at) {
      this.at = stop;
      this.since = now;
    }
    if (stop === null || now - this.since < DWELL_MS || this.heard.has(stop)) return;
    this.heard.add(stop);
    await this.tell(stop);
  }

  /** Tell it again; false where nothing was told yet. */
  async again(): Promise<boolean> {
    const stop = this.telling ?? this.at;
    if (stop === null) return false;
    this.heard.add(stop);
    await this.tell(stop);
    return true;
  }

  private async tell(stop: string): Promise<void> {
    const bytes = await this.told.fetch(stop).catch(() => null);
    if (bytes === null) return;
    this.told.hush();
    this.telling = stop;
    this.count += 1;
    for (const frame of framesIn(bytes, `kept-${this.count}`)) this.told.tell(frame);
  }
}
