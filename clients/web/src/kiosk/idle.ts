/** Milliseconds in which somebody can still say that they are there (WCAG 2.2.1 asks for 20 s at least). */
export const COUNTDOWN_MS = 30_000;
/** So long after the last touch a voice alone no longer counts for somebody who listens. */
export const LISTENING_MS = 5 * 60_000;

export type Attention =
  | { kind: "there" }
  /** Milliseconds until nobody is there. */
  | { kind: "asking"; left: number }
  | { kind: "gone" };

/** Whether somebody is still before the screen: from touches, from a guide who is listened to, and from a headset. */
export class Idle {
  private touched: number;
  private heard: number;
  private held = false;

  /** `patience` milliseconds without anything until it asks. */
  constructor(public patience: number, now: number) {
    this.touched = this.heard = now;
  }

  /** A touch, a key, a step. */
  touch(now: number): void {
    this.touched = now;
  }

  /** The guide says something to somebody. */
  hear(now: number): void {
    this.heard = now;
  }

  /** Somebody certainly is there, until they are not: they wear the headset. */
  hold(held: boolean, now: number): void {
    this.held = held;
    this.touched = now;
  }

  at(now: number): Attention {
    const since = Math.max(this.touched, Math.min(this.heard, this.touched + LISTENING_MS));
    const quiet = now - since;
    if (this.held || quiet < this.patience) return { kind: "there" };
    const left = this.patience + COUNTDOWN_MS - quiet;
    return left > 0 ? { kind: "asking", left } : { kind: "gone" };
  }
}
