import { Ground } from "./ground";
import { axes, orientation, towards, yawOf } from "./pose";
import type { Pose } from "./pose";
import type { Quaternion, Vector } from "./wire.gen";

export const EYE_HEIGHT = 1.65;
const STEEPEST = 1.45;

/** Where the visitor stands and looks, on a screen: a body on the ground and a head that turns. */
export class Visitor {
  feet: Vector = [0, 0, 0];
  yaw = 0;
  pitch = 0;
  ground: Ground | null = null;

  get eye(): Vector {
    return [this.feet[0], this.feet[1] + EYE_HEIGHT, this.feet[2]];
  }

  get head(): Pose {
    return { position: this.eye, orientation: orientation(this.yaw, this.pitch) };
  }

  enter(position: Vector, facing: Quaternion): void {
    this.feet = this.grounded(position);
    this.yaw = yawOf(facing);
    this.pitch = Math.asin(Math.max(-1, Math.min(1, axes(facing).forward[1])));
  }

  /** Stand at `position` and look at `target`. */
  stand(position: Vector, target?: Vector): void {
    this.feet = this.grounded(position);
    if (target === undefined) return;
    const { yaw, pitch } = towards(this.eye, target);
    this.yaw = yaw;
    this.pitch = Math.max(-0.6, Math.min(0.6, pitch));
  }

  /** Turn by radians, left and up positive. */
  turn(left: number, up: number): void {
    this.yaw = (this.yaw + left) % (2 * Math.PI);
    this.pitch = Math.max(-STEEPEST, Math.min(STEEPEST, this.pitch + up));
  }

  /** Walk by metres, as seen by the visitor; where the ground ends they slide along its edge. */
  walk(forward: number, right: number): void {
    const [sin, cos] = [Math.sin(this.yaw), Math.cos(this.yaw)];
    const [dx, dz] = [-forward * sin + right * cos, -forward * cos - right * sin];
    if (this.ground === null) this.feet = [this.feet[0] + dx, this.feet[1], this.feet[2] + dz];
    else this.feet = this.ground.walk(this.feet, dx, dz);
  }

  private grounded([x, y, z]: Vector): Vector {
    return [x, this.ground?.heightAt(x, z, y + 1) ?? y, z];
  }
}
