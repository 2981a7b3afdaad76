import { turnBetween } from "../device/tilt";
import type { Vector } from "../wire.gen";

/** Where somebody stood: seconds since the walk began, feet in metres, yaw in radians. */
export interface Step {
  t: number;
  feet: Vector;
  yaw: number;
}

const NEAR_M = 0.4;
const TURNED = 0.5;
/** A longer step was taken through a short darkness, and nothing lies between. */
export const LEAP_M = 8;
const MOST_STEPS = 4_000;
/** Seconds that a walk takes to watch. */
const [SHORTEST, LONGEST, TIMES] = [6, 40, 8];

/** One's own walk, in this page's memory and nowhere else. */
export class Route {
  readonly steps: Step[] = [];
  private began: number | null = null;
  private spacing = NEAR_M;

  /** Note where one is at `now` milliseconds; standing still adds nothing. */
  note(now: number, feet: Vector, yaw: number): void {
    this.began ??= now;
    const last = this.steps.at(-1);
    if (last !== undefined && apart(last.feet, feet) < this.spacing && Math.abs(turnBetween(last.yaw, yaw)) < TURNED) return;
    this.steps.push({ t: (now - this.began) / 1000, feet: [...feet], yaw });
    if (this.steps.length > MOST_STEPS) this.thin();
  }

  forget(): void {
    this.steps.length = 0;
    this.began = null;
    this.spacing = NEAR_M;
  }

  /** Metres walked; leaps are not walked. */
  get metres(): number {
    return this.steps.slice(1).reduce((sum, step, i) => sum + stride(this.steps[i]!.feet, step.feet), 0);
  }

  /** Seconds to watch it in. */
  get seconds(): number {
    return Math.min(LONGEST, Math.max(SHORTEST, (this.steps.at(-1)?.t ?? 0) / TIMES));
  }

  /** Where one was after a share of the walk, 0 to 1; every step takes as long as it is far, so that pauses are short. */
  at(share: number): Step | null {
    const last = this.steps.length - 1;
    if (last < 0) return null;
    const place = Math.min(1, Math.max(0, share)) * last;
    const [before, after] = [this.steps[Math.floor(place)]!, this.steps[Math.min(last, Math.floor(place) + 1)]!];
    const part = place - Math.floor(place);
    if (apart(before.feet, after.feet) > LEAP_M) return part < 0.5 ? before : after;
    const feet = before.feet.map((value, i) => value + (after.feet[i]! - value) * part) as Vector;
    return { t: before.t + (after.t - before.t) * part, feet, yaw: before.yaw + turnBetween(before.yaw, after.yaw) * part };
  }

  /** A long walk keeps every other step. */
  private thin(): void {
    this.steps.splice(0, this.steps.length, ...this.steps.filter((_, i) => i % 2 === 0));
    this.spacing *= 2;
  }
}

function apart(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function stride(a: Vector, b: Vector): number {
  const far = apart(a, b);
  return far > LEAP_M ? 0 : far;
}
