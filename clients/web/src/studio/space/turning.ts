import type { Quaternion, Vector } from "../../wire.gen";

const DEGREE = Math.PI / 180;

/** How something is turned, as a person says it: degrees to the left, tipped back, and leaning to the left. */
export interface Turned {
  turn: number;
  tip: number;
  lean: number;
}

/** The quaternion of turned, then tipped, then leant (Tait–Bryan angles Y, X, Z). */
export function quaternionOf({ turn, tip, lean }: Turned): Quaternion {
  const [sy, cy, sx, cx, sz, cz] = [turn, tip, lean].flatMap((angle) => [Math.sin((angle * DEGREE) / 2), Math.cos((angle * DEGREE) / 2)]) as [number, number, number, number, number, number];
  return [
    cy * sx * cz + sy * cx * sz,
    sy * cx * cz - cy * sx * sz,
    cy * cx * sz - sy * sx * cz,
    cy * cx * cz + sy * sx * sz,
  ].map((value) => tidy(value, 6)) as Quaternion;
}

/** The angles of a quaternion, each from −180 to 180. */
export function turnedOf([x, y, z, w]: Quaternion): Turned {
  const up = Math.max(-1, Math.min(1, -2 * (y * z - w * x)));
  const steep = Math.abs(up) > 0.999999;
  return {
    turn: tidy((steep ? Math.atan2(-2 * (x * z - w * y), 1 - 2 * (y * y + z * z)) : Math.atan2(2 * (x * z + w * y), 1 - 2 * (x * x + y * y))) / DEGREE, 2),
    tip: tidy(Math.asin(up) / DEGREE, 2),
    lean: tidy((steep ? 0 : Math.atan2(2 * (x * y + w * z), 1 - 2 * (x * x + z * z))) / DEGREE, 2),
  };
}

/** A number without digits that nobody meant; never −0. */
export function tidy(value: number, digits = 3): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor + 0;
}

/** A place to the millimetre. */
export function placed(vector: readonly number[]): Vector {
  return vector.map((value) => tidy(value)) as Vector;
}
