import type { Vector } from "../../wire.gen";

/** Metres between two fingertips at which they touch, and at which they have let go. */
const TOUCHING = 0.018;
const APART = 0.032;
/** Cosine of the angle between the palm and the way to the eyes. */
const SHOWN = 0.72;
const HIDDEN = 0.45;
/** Seconds. */
const SHOWN_FOR = 0.35;

/** A thumb and a finger that touch, without flicker at the edge. */
export class Pinch {
  closed = false;

  /** The tips are `distance` metres apart; undefined where the hand is not seen, which lets go. */
  feel(distance: number | undefined): "closed" | "opened" | null {
    const closed = distance !== undefined && distance < (this.closed ? APART : TOUCHING);
    if (closed === this.closed) return null;
    this.closed = closed;
    return closed ? "closed" : "opened";
  }
}

/** Something pressed: short, or held. */
export class Press {
  private since: number | null = null;
  private told = false;

  /** `longest` seconds make it a hold. */
  constructor(private readonly longest: number) {}

  /** What came of it by now: `tap` when it is let go early, `hold` once while it is held, `release` after a hold. */
  feel(pressed: boolean, now: number): "tap" | "hold" | "release" | null {
    if (!pressed) return this.release();
    this.since ??= now;
    if (this.told || now - this.since < this.longest) return null;
    this.told = true;
    return "hold";
  }

  private release(): "tap" | "release" | null {
    const was = this.since === null ? null : this.told ? "release" : "tap";
    this.since = null;
    this.told = false;
    return was;
  }
}

/** A palm that is shown to the eyes long enough to be meant. */
export class Palm {
  shown = false;
  private since: number | null = null;

  /** `facing` is the cosine between the palm and the way to the eyes; undefined where the hand is not seen. */
  feel(facing: number | undefined, now: number): "shown" | "hidden" | null {
    const faces = facing !== undefined && facing > (this.shown ? HIDDEN : SHOWN);
    if (!faces) this.since = null;
    else this.since ??= now;
    const shown = this.since !== null && (this.shown || now - this.since >= SHOWN_FOR);
    if (shown === this.shown) return null;
    this.shown = shown;
    return shown ? "shown" : "hidden";
  }
}

/** The direction in which a palm looks, from three of its joints; a unit vector. */
export function palmOf(wrist: Vector, index: Vector, little: Vector, side: "left" | "right"): Vector {
  const [ax, ay, az] = [index[0] - wrist[0], index[1] - wrist[1], index[2] - wrist[2]];
  const [bx, by, bz] = [little[0] - wrist[0], little[1] - wrist[1], little[2] - wrist[2]];
  const sign = side === "right" ? 1 : -1;
  const cross = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  const length = Math.hypot(...cross) || 1;
  return cross.map((value) => (sign * value) / length) as Vector;
}
