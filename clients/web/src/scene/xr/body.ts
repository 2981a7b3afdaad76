import { Vector3 } from "three";
import type { Group, PerspectiveCamera } from "three";
import { yawOf } from "../../pose";
import { EYE_HEIGHT } from "../../visitor";
import type { Visitor } from "../../visitor";
import type { Vector } from "../../wire.gen";

const UP = new Vector3(0, 1, 0);
/** How fast feet follow steps, so that stairs do not jolt. */
const EASE = 10;
/** Metres that somebody can be lifted: who lies on a couch still looks over the parapet. */
const MOST_LIFT = 1.4;

/** The visitor's body in a headset: a rig that carries the headset's floor through the scene. */
export class Body {
  /** Metres that the eyes are above where the headset says. */
  lift = 0;
  private floor = 0;
  private eased = 0;

  constructor(
    private readonly rig: Group,
    private readonly camera: PerspectiveCamera,
    private readonly visitor: Visitor,
  ) {}

  /** The eyes, metres in scene space. */
  get head(): Vector3 {
    return this.camera.getWorldPosition(new Vector3());
  }

  /** The direction of the gaze on the ground, radians. */
  get yaw(): number {
    return this.rig.rotation.y + this.gaze;
  }

  get feet(): Vector {
    const { x, z } = this.head;
    return [x, this.floor, z];
  }

  /** Put the head over `feet`, looking along `yaw` where it is given. */
  place([x, y, z]: Vector, yaw?: number): void {
    if (yaw !== undefined) this.rig.rotation.y = yaw - this.gaze;
    this.over(x, z);
    this.floor = this.eased = y;
    this.settle();
  }

  /** Turn about the head, left by radians. */
  turn(left: number): void {
    const { x, z } = this.head;
    this.rig.rotation.y += left;
    this.over(x, z);
    this.settle();
  }

  /** Walk by metres in scene space as far as the ground goes; says how far it was. */
  stride(dx: number, dz: number): number {
    const from = this.feet;
    const [x, y, z] = this.visitor.ground?.walk(from, dx, dz) ?? [from[0] + dx, from[1], from[2] + dz];
    this.rig.position.x += x - from[0];
    this.rig.position.z += z - from[2];
    this.floor = y;
    this.settle();
    return Math.hypot(x - from[0], z - from[2]);
  }

  /** Let the eyes be as high as a standing person's from now on. */
  raise(): void {
    this.lift = Math.max(-MOST_LIFT, Math.min(MOST_LIFT, EYE_HEIGHT - this.camera.position.y));
    this.settle();
  }

  /** Let the eyes be where they are. */
  lower(): void {
    this.lift = 0;
    this.settle();
  }

  /** The visitor is where the headset is, so that leaving it leaves them there. */
  follow(dt: number): void {
    this.eased += (this.floor - this.eased) * (1 - Math.exp(-EASE * dt));
    if (Math.abs(this.floor - this.eased) > 1.5) this.eased = this.floor;
    this.settle();
    this.visitor.feet = this.feet;
    this.visitor.yaw = this.yaw;
    this.visitor.pitch = 0;
  }

  private over(x: number, z: number): void {
    const head = this.camera.position.clone().setY(0).applyAxisAngle(UP, this.rig.rotation.y);
    this.rig.position.x = x - head.x;
    this.rig.position.z = z - head.z;
  }

  private settle(): void {
    this.rig.position.y = this.eased + this.lift;
    this.rig.updateMatrixWorld(true);
  }

  private get gaze(): number {
    return yawOf(this.camera.quaternion.toArray() as [number, number, number, number]);
  }
}
