const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** Waits between attempts: they double up to 15 s and are spread, so that a hall of headsets does not call at once. */
export class Backoff {
  private attempt = 0;

  constructor(private readonly random: () => number = Math.random) {}

  /** Milliseconds to wait before the next attempt, at least `atLeast`. */
  next(atLeast = 0): number {
    const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempt);
    this.attempt = Math.min(this.attempt + 1, 16);
    return Math.max(atLeast, full * (0.5 + 0.5 * this.random()));
  }

  reset(): void {
    this.attempt = 0;
  }
}
