/** How fast something goes on, from the newest moments only: a line that got slow is slow now. */

const LOOK_BACK_MS = 15_000;
const LEAST_MS = 1_500;

export class Pace {
  private seen: { at: number; done: number }[] = [];

  /** So much is done at this moment, ms. */
  note(done: number, at: number): void {
    const last = this.seen.at(-1);
    if (last && done < last.done) this.seen = [];
    this.seen.push({ at, done });
    while (this.seen.length > 2 && this.seen[1]!.at < at - LOOK_BACK_MS) this.seen.shift();
  }

  /** Forget what was seen: the work stood still. */
  rest(): void {
    this.seen = [];
  }

  /** Per second; undefined until it can be told. */
  get rate(): number | undefined {
    const first = this.seen[0];
    const last = this.seen.at(-1);
    if (!first || !last || last.at - first.at < LEAST_MS) return undefined;
    return ((last.done - first.done) / (last.at - first.at)) * 1000;
  }

  /** Seconds until so much more is done; undefined where nobody can tell. */
  left(more: number): number | undefined {
    const { rate } = this;
    return rate ? more / rate : undefined;
  }
}
