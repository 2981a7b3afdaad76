import type { Group, Vector3 } from "three";
import type { Ground } from "../../ground";
import type { Stop } from "../../site";
import { search } from "../../way";
import type { Vector } from "../../wire.gen";
import { Figure } from "./figure";

/** Metres a second. */
const PACE = 1.45;
const HURRY = 2.6;
/** Metres between guide and visitor: farther away it waits, nearer it goes on, beyond the last it comes back. */
const FAR = 6.5;
const NEAR = 4;
const GONE = 22;
/** Metres round a stop where it stands, so that it is not in the picture. */
const ASIDE = 1.3;
/** Seconds of silence after which it goes on. */
const PAUSE = 2;

export type Leading = "absent" | "beside" | "leading" | "waiting" | "arrived";

/** What the escort knows of a moment. */
export interface Moment {
  head: Vector3;
  feet: Vector;
  yaw: number;
  ground: Ground | null;
  next: Stop | null;
  speaking: boolean;
  wanted: boolean;
}

/** The guide's figure: beside the visitor while it speaks, then ahead to the next stop, where it waits and looks back. */
export class Escort {
  readonly figure: Figure;
  state: Leading = "absent";
  private feet: Vector = [0, 0, 0];
  private way: Vector[] = [];
  private searching: Generator<undefined, Vector[] | null> | null = null;
  private towards: string | null = null;
  private silent = 0;

  constructor(group: Group, still: boolean) {
    this.figure = new Figure(still);
    group.add(this.figure.group);
  }

  /** Where the lantern hangs; null where nobody carries it. */
  get lantern(): Vector3 | null {
    return this.figure.presence > 0.4 ? this.figure.hand : null;
  }

  /** Begin anew, beside the visitor. */
  leave(): void {
    this.state = "absent";
    this.forget();
  }

  /** One frame. */
  update(moment: Moment, dt: number): void {
    const { ground, feet, wanted, speaking, next } = moment;
    this.silent = speaking ? 0 : this.silent + dt;
    if (!wanted || ground === null) this.leave();
    else if (this.state === "absent" || apart(this.feet, feet) > GONE) this.join(ground, moment);
    else if (next?.id !== this.towards && !speaking) this.look(ground, next);
    this.seek();
    if (this.state !== "absent") this.go(feet, speaking, dt);
    this.stand(moment, dt);
  }

  private join(ground: Ground, { feet, yaw }: Moment): void {
    this.forget();
    const [ahead, right] = [2.4, 1.5];
    const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)];
    this.feet = ground.walk(feet, -ahead * sin + right * cos, -ahead * cos - right * sin);
    this.state = "beside";
    this.figure.presence = 0;
  }

  private forget(): void {
    this.way = [];
    this.searching = null;
    this.towards = null;
  }

  private look(ground: Ground, next: Stop | null): void {
    this.forget();
    this.towards = next?.id ?? null;
    this.state = "beside";
    if (next !== null) this.searching = search(ground, this.feet, next.position);
  }

  private seek(): void {
    const found = this.searching?.next();
    if (found?.done !== true) return;
    this.searching = null;
    const way = found.value ?? [];
    const end = way.at(-1);
    this.way = way.filter((at) => end === undefined || apart(at, end) >= ASIDE);
  }

  private go(visitor: Vector, speaking: boolean, dt: number): void {
    const far = apart(this.feet, visitor);
    if (this.way.length === 0) {
      if (this.state === "leading" || this.state === "waiting") this.state = "arrived";
      return;
    }
    const waits = this.state === "waiting" ? far > NEAR : far > FAR;
    if (waits) this.state = "waiting";
    else if (!speaking && this.silent > PAUSE) this.state = "leading";
    else if (this.state === "leading") this.state = "beside";
    if (this.state === "leading") this.walk((far < 2 ? HURRY : PACE) * Math.min(dt, 0.5));
  }

  private walk(metres: number): void {
    for (let left = metres; left > 0 && this.way.length > 0; ) {
      const to = this.way[0]!;
      const far = Math.hypot(to[0] - this.feet[0], to[1] - this.feet[1], to[2] - this.feet[2]);
      if (far <= left) this.feet = this.way.shift()!;
      else this.feet = this.feet.map((value, i) => value + ((to[i]! - value) * left) / far) as Vector;
      left -= far;
    }
  }

  private stand({ head }: Moment, dt: number): void {
    const going = this.state === "leading";
    const ahead = this.way[Math.min(2, this.way.length - 1)];
    const [x, z] = going && ahead !== undefined ? [ahead[0], ahead[2]] : [head.x, head.z];
    const yaw = Math.atan2(this.feet[0] - x, this.feet[2] - z);
    this.figure.update(this.feet, yaw, this.state !== "absent", going, dt);
  }
}

function apart(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
