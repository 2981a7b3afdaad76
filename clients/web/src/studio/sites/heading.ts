/** Which way something is turned: a quaternion x, y, z, w, and degrees clockwise from −z as seen from above. */

export type Quaternion = readonly number[];

/** How much of the look has to be level for it to have a direction. */
const LEVEL = 0.02;

/** Whole tenths of a degree, 0 to 360; undefined for what looks straight up or down. */
export function degreesOf(turned: Quaternion | undefined): number | undefined {
  const [x = 0, y = 0, z = 0, w = 1] = turned ?? [];
  const ahead = [-2 * (x * z + w * y), -(1 - 2 * (x * x + y * y))] as const;
  if (Math.hypot(...ahead) < LEVEL) return undefined;
  const degrees = (Math.atan2(ahead[0], -ahead[1]) * 180) / Math.PI;
  return (Math.round(((degrees + 360) % 360) * 10) / 10) % 360;
}

/** The same, turned about the vertical until it looks that way; a tilt stays. */
export function turnedTo(turned: Quaternion | undefined, degrees: number): number[] {
  const half = (-(degrees - (degreesOf(turned) ?? 0)) * Math.PI) / 360;
  const [sine, cosine] = [Math.sin(half), Math.cos(half)];
  const [x = 0, y = 0, z = 0, w = 1] = turned ?? [];
  return [cosine * x + sine * z, cosine * y + sine * w, cosine * z - sine * x, cosine * w - sine * y].map(round);
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
