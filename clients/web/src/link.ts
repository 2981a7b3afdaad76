/** What a browser says of its line (Network Information API), where it says anything. */
export interface Line {
  saveData?: boolean;
  effectiveType?: string;
  /** Megabits a second, rounded, at most 10 in most browsers. */
  downlink?: number;
}

/** Bytes a second that each effective type stands for at best. */
const TYPES: Record<string, number> = { "slow-2g": 6_000, "2g": 9_000, "3g": 90_000 };
/** Downloads shorter than this say nothing about the line. */
const LEAST_BYTES = 50_000;
/** Draco's decoder, fetched once. */
const DECODER_BYTES = 90_000;
/** Seconds that Draco needs for a triangle, on a phone or a headset. */
const SECONDS_A_TRIANGLE = 2.5e-6;

/** Seconds that a finer level may take where nobody asked for it. */
const PATIENCE_S = 45;

/** How fast files come here: what the browser says until something has been measured. */
export class Link {
  /** What the visitor wishes; nothing: as fast as the line is. */
  wish: "light" | "full" | undefined;
  private measured: number | null = null;
  private decoder = false;

  constructor(private readonly line: Line = {}) {}

  /** Bytes a second, unpacked; null where nothing is known. */
  get speed(): number | null {
    return this.measured ?? TYPES[this.line.effectiveType ?? ""] ?? null;
  }

  /** A file of `bytes` took `seconds`; the newest tell most. */
  took(bytes: number, seconds: number): void {
    if (bytes < LEAST_BYTES || seconds <= 0) return;
    const speed = bytes / seconds;
    this.measured = this.measured === null ? speed : 0.5 * this.measured + 0.5 * speed;
  }

  /** Whether a finer picture of so many bytes may be fetched unasked. */
  affords(bytes: number): boolean {
    if (this.wish !== undefined) return this.wish === "full";
    return this.speed === null || bytes / this.speed <= PATIENCE_S;
  }

  /** The file of a level to fetch: its Draco copy where waiting for the plain one takes longer than unpacking. */
  choose<F extends { url: string; bytes: number }>(level: F & { triangles: number; draco?: { url: string; bytes: number } | null }): { url: string; bytes: number } {
    const { draco } = level;
    if (draco === null || draco === undefined || draco.bytes >= level.bytes) return level;
    const saved = level.bytes - draco.bytes - (this.decoder ? 0 : DECODER_BYTES);
    const thrifty = (this.wish === "light" || this.line.saveData === true) && saved > 0;
    const quicker = this.speed !== null && saved / this.speed > level.triangles * SECONDS_A_TRIANGLE;
    if (!thrifty && !quicker) return level;
    this.decoder = true;
    return draco;
  }
}

/** The line of this browser. */
export function link(): Link {
  return new Link((navigator as Navigator & { connection?: Line }).connection);
}
