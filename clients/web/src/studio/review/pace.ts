/** Longer than this between two decisions was a pause. */
const PAUSE_MS = 5 * 60_000;

/** How fast a reviewer goes, over the drafts of one sitting. */
export class Pace {
  private last: number;
  private spent = 0;
  private counted = 0;
  decided = 0;

  constructor(now: number) {
    this.last = now;
  }

  /** A draft was decided. */
  tick(now: number): void {
    const took = now - this.last;
    this.last = now;
    this.decided += 1;
    if (took < 0 || took > PAUSE_MS) return;
    this.spent += took;
    this.counted += 1;
  }

  /** A draft came up; what was before is not counted against it. */
  begin(now: number): void {
    this.last = now;
  }

  /** Seconds of a draft on average, undefined before the first. */
  get seconds(): number | undefined {
    return this.counted === 0 ? undefined : this.spent / this.counted / 1000;
  }

  /** Whole minutes for so many more drafts. */
  minutes(left: number): number | undefined {
    return this.seconds === undefined ? undefined : Math.max(1, Math.round((this.seconds * left) / 60));
  }
}
