import type { Quaternion, Vector } from "./wire.gen";

/** A rigid transform in scene space: metres, right-handed, +Y up; the identity looks along -Z (WebXR `XRRigidTransform`). */
export interface Pose {
  position: Vector;
  orientation: Quaternion;
}

/** The orientation of a head turned left by `yaw` and up by `pitch`, radians. */
export function orientation(yaw: number, pitch: number): Quaternion {
  const [sy, cy, sp, cp] = [Math.sin(yaw / 2), Math.cos(yaw / 2), Math.sin(pitch / 2), Math.cos(pitch / 2)];
  return [cy * sp, sy * cp, -sy * sp, cy * cp];
}

/** The yaw of an orientation, radians. */
export function yawOf([x, y, z, w]: Quaternion): number {
  return Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y));
}

/** The unit vectors ahead of a head and above it. */
export function axes([x, y, z, w]: Quaternion): { forward: Vector; up: Vector } {
  return {
    forward: [-2 * (x * z + w * y), -2 * (y * z - w * x), -(1 - 2 * (x * x + y * y))],
    up: [2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)],
  };
}

/** The yaw and pitch of someone at `eye` who looks at `target`, radians. */
export function towards(eye: Vector, target: Vector): { yaw: number; pitch: number } {
  const [dx, dy, dz] = [target[0] - eye[0], target[1] - eye[1], target[2] - eye[2]];
  return { yaw: Math.atan2(-dx, -dz), pitch: Math.atan2(dy, Math.hypot(dx, dz)) };
}

export function distance(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const PERIOD_MS = 1000 / 12;
const LONGEST_MS = 2_000;

/** Decides which poses are worth sending: 12 a second while something changes, one every two seconds otherwise. */
export class PosePacer {
  private sent: Pose | null = null;
  private at = -Infinity;
  private next = -Infinity;

  due(pose: Pose, now: number): boolean {
    if (now < this.next) return false;
    if (now - this.at < LONGEST_MS && this.sent !== null && same(this.sent, pose)) return false;
    this.sent = pose;
    this.at = now;
    this.next = Math.max(this.next, now - PERIOD_MS) + PERIOD_MS;
    return true;
  }

  /** Send the next pose whatever it is. */
  reset(): void {
    this.sent = null;
    this.at = this.next = -Infinity;
  }
}

/** Within 5 mm and about a quarter of a degree. */
function same(a: Pose, b: Pose): boolean {
  const turned = a.orientation.reduce((sum, value, i) => sum + value * b.orientation[i]!, 0);
  return distance(a.position, b.position) < 0.005 && Math.abs(turned) > 1 - 2.4e-6;
}
