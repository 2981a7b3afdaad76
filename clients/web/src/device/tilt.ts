/** Degrees to radians. */
const RADIAN = Math.PI / 180;

/** Where the back of a device looks: yaw to the left and pitch upwards, radians. Angles are those of `deviceorientation`, degrees; `screen` how the picture is turned. */
export function gazeOf({ alpha, beta, gamma }: { alpha: number; beta: number; gamma: number }): { yaw: number; pitch: number } {
  const [a, b, g] = [alpha * RADIAN, beta * RADIAN, gamma * RADIAN];
  // The device's −z axis in the world of the W3C's frame (x east, y north, z up): R = Rz(alpha) Rx(beta) Ry(gamma).
  const x = -Math.sin(g) * Math.cos(a) - Math.cos(g) * Math.sin(b) * Math.sin(a);
  const y = -Math.sin(g) * Math.sin(a) + Math.cos(g) * Math.sin(b) * Math.cos(a);
  const z = -Math.cos(g) * Math.cos(b);
  return { yaw: Math.atan2(-x, y), pitch: Math.asin(Math.max(-1, Math.min(1, z))) };
}

/** The shortest way from one angle to another. */
export function turnBetween(from: number, to: number): number {
  return Math.atan2(Math.sin(to - from), Math.cos(to - from));
}

type Asking = typeof DeviceOrientationEvent & { requestPermission?(): Promise<"granted" | "denied"> };

/** Looking around by turning the device, on top of every other way to look. */
export class Tilt {
  on = false;
  private last: { yaw: number; pitch: number } | null = null;

  constructor(private readonly turn: (left: number, up: number) => void) {}

  /** Whether there is anything to ask. */
  static get possible(): boolean {
    return "DeviceOrientationEvent" in window && matchMedia("(pointer: coarse)").matches;
  }

  /** Begin, after a visitor's own gesture; false where the device does not say how it is held. */
  async begin(): Promise<boolean> {
    const asking = DeviceOrientationEvent as Asking;
    const allowed = (await asking.requestPermission?.().catch(() => "denied")) ?? "granted";
    if (allowed !== "granted") return false;
    this.on = true;
    addEventListener("deviceorientation", this.held);
    return true;
  }

  end(): void {
    this.on = false;
    this.last = null;
    removeEventListener("deviceorientation", this.held);
  }

  private readonly held = ({ alpha, beta, gamma }: DeviceOrientationEvent): void => {
    if (alpha === null || beta === null || gamma === null) return;
    const now = gazeOf({ alpha, beta, gamma });
    if (this.last !== null) this.turn(turnBetween(this.last.yaw, now.yaw), now.pitch - this.last.pitch);
    this.last = now;
  };
}
