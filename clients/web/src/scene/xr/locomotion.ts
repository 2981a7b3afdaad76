import { MathUtils } from "three";
import { arc } from "../../arc";
import type { Arc } from "../../arc";
import type { Comfort } from "../../comfort";
import type { Visitor } from "../../visitor";
import type { Fade } from "../fade";
import { TeleportMarker } from "../teleport";
import type { Body } from "./body";
import type { Hand } from "./hand";
import { Vignette } from "./vignette";

const SNAP = MathUtils.degToRad(30);
/** Radians and metres a second. */
const SPIN = MathUtils.degToRad(75);
const PACE = 1.7;
const PUSHED = 0.7;
const RELEASED = 0.35;
const DEAD = 0.18;

/** Going and turning in a headset. */
export class Locomotion {
  readonly marker = new TeleportMarker();
  readonly vignette = new Vignette();
  /** Metres walked with the stick. */
  walked = 0;
  private aimed: { hand: Hand; by: "select" | "stick" } | null = null;
  private target: Arc | null = null;
  private readonly turned = new WeakSet<Hand>();
  private speed: [number, number] = [0, 0];

  constructor(
    private readonly body: Body,
    private readonly visitor: Visitor,
    private readonly fade: Fade,
    private readonly comfort: () => Comfort,
  ) {}

  get aiming(): boolean {
    return this.aimed !== null;
  }

  /** Throw the arc from a hand until it lets go. */
  aim(hand: Hand, by: "select" | "stick"): void {
    this.aimed ??= { hand, by };
  }

  /** The hand let go: go where the arc came down. Says whether it was this hand that threw it, and whether it came down at all. */
  land(hand: Hand, by: "select" | "stick"): "went" | "nowhere" | null {
    if (this.aimed?.hand !== hand || this.aimed.by !== by) return null;
    this.aimed = null;
    const landing = this.target?.landing ?? null;
    this.target = null;
    if (landing === null) return "nowhere";
    this.fade.through(() => this.body.place(landing));
    return "went";
  }

  /** Think better of it. */
  drop(): void {
    this.aimed = null;
    this.target = null;
    this.speed = [0, 0];
    this.marker.hide();
  }

  /** One frame: `first` points and turns, `second` walks; a hand that is alone does both. */
  update(first: Hand | null, second: Hand | null, dt: number): void {
    const comfort = this.comfort();
    const walker = comfort.walk === "smooth" ? (second ?? first) : null;
    for (const hand of [first, second]) if (hand !== null && hand !== walker) this.throwing(hand);
    const spin = first === null ? 0 : this.turning(first, comfort.turn, dt);
    const pace = this.walking(walker, walker === first, dt);
    this.vignette.choose(comfort.vignette);
    this.vignette.update(Math.max(pace / PACE, Math.abs(spin)), dt);
    this.show();
  }

  private throwing(hand: Hand): void {
    const [, y] = hand.stick;
    if (y < -PUSHED) this.aim(hand, "stick");
    if (y > -RELEASED) this.land(hand, "stick");
  }

  /** How fast it turns, -1 to 1. */
  private turning(hand: Hand, how: Comfort["turn"], dt: number): number {
    const [x, y] = hand.stick;
    if (this.aimed !== null || Math.abs(y) > Math.abs(x)) return 0;
    if (how === "snap") return this.snap(hand, x);
    const spin = past(x);
    if (spin !== 0) this.body.turn(-spin * SPIN * dt);
    return spin;
  }

  private snap(hand: Hand, x: number): 0 {
    if (Math.abs(x) < RELEASED) this.turned.delete(hand);
    if (Math.abs(x) <= PUSHED || this.turned.has(hand)) return 0;
    this.turned.add(hand);
    this.body.turn(-Math.sign(x) * SNAP);
    return 0;
  }

  /** How fast it went, metres a second. */
  private walking(hand: Hand | null, alone: boolean, dt: number): number {
    const [x, y] = hand?.stick ?? [0, 0];
    const wanted = [-past(y) * PACE, alone ? 0 : past(x) * PACE] as const;
    const ease = 1 - Math.exp(-8 * dt);
    this.speed = [this.speed[0] + (wanted[0] - this.speed[0]) * ease, this.speed[1] + (wanted[1] - this.speed[1]) * ease];
    const [forward, right] = this.speed;
    const pace = Math.hypot(forward, right);
    if (pace < 0.02) return 0;
    const [sin, cos] = [Math.sin(this.body.yaw), Math.cos(this.body.yaw)];
    const far = Math.min(dt, 0.1);
    this.walked += this.body.stride((-forward * sin + right * cos) * far, (-forward * cos - right * sin) * far);
    return pace;
  }

  private show(): void {
    const { ground } = this.visitor;
    if (this.aimed?.hand.aims === false) this.aimed = null;
    if (this.aimed === null || ground === null) {
      this.marker.hide();
      this.target = null;
      return;
    }
    this.target = arc(ground, ...this.aimed.hand.beam);
    this.marker.show(this.target);
  }
}

/** A stick's push beyond what a resting thumb does, -1 to 1. */
function past(push: number): number {
  return Math.abs(push) < DEAD ? 0 : (push - Math.sign(push) * DEAD) / (1 - DEAD);
}
