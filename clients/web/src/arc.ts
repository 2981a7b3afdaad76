import type { Ground } from "./ground";
import type { Vector } from "./wire.gen";

const SPEED = 8.5;
const GRAVITY = 9.8;
const STEP_S = 1 / 40;
const STEPS = 72;
/** Metres of a step's front that a curve may meet instead of its tread. */
const RISER = 0.5;

/** A thrown curve and where it comes down on the ground, if it does. */
export interface Arc {
  points: Vector[];
  landing: Vector | null;
}

/** Throw from `origin` along the unit vector `direction` until the ground is met. */
export function arc(ground: Ground, origin: Vector, direction: Vector): Arc {
  const points: Vector[] = [origin];
  for (let i = 1; i <= STEPS; i++) {
    const t = i * STEP_S;
    const point: Vector = [
      origin[0] + direction[0] * SPEED * t,
      origin[1] + direction[1] * SPEED * t - 0.5 * GRAVITY * t * t,
      origin[2] + direction[2] * SPEED * t,
    ];
    const landing = crossed(ground, points[points.length - 1]!, point);
    points.push(landing ?? point);
    if (landing !== null) return { points, landing };
  }
  return { points, landing: null };
}

/** Where a straight ray meets the ground within `reach` metres, or null. */
export function meet(ground: Ground, origin: Vector, direction: Vector, reach = 80): Vector | null {
  let before = origin;
  for (let far = 0.25; far <= reach; far += 0.25) {
    const point: Vector = [
      origin[0] + direction[0] * far, origin[1] + direction[1] * far, origin[2] + direction[2] * far,
    ];
    const landing = crossed(ground, before, point);
    if (landing !== null) return landing;
    before = point;
  }
  return null;
}

function crossed(ground: Ground, before: Vector, after: Vector): Vector | null {
  if (after[1] > before[1]) return null;
  const height = ground.heightAt(after[0], after[2], before[1] + 0.05);
  if (height !== null && height >= after[1]) return [after[0], height, after[2]];
  return upon(ground, before, after);
}

/** The tread of a step whose front was met; nothing where the same floor hangs over both places. */
function upon(ground: Ground, before: Vector, after: Vector): Vector | null {
  const tread = ground.heightAt(after[0], after[2], before[1] + RISER);
  if (tread === null || tread < before[1]) return null;
  const above = ground.heightAt(before[0], before[2], before[1] + RISER);
  return above === null || above > before[1] ? null : [after[0], tread, after[2]];
}
