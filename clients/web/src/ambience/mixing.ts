import type { PlaceSound } from "../site";
import type { Vector } from "../wire.gen";

/** What is left of a place's sound while the guide speaks. */
export const UNDER_VOICE = 0.25;
/** From here on a sound is worth naming to who does not hear it. */
export const AUDIBLE = 0.12;

/** How loud a sound is at the ears, 0 to its own volume; nothing beyond its radius. */
export function loudness(sound: PlaceSound, ears: Vector): number {
  if (sound.position === null) return sound.volume;
  const away = Math.hypot(...minus(sound.position, ears)) / sound.radius;
  return away >= 1 ? 0 : sound.volume * (1 - away) ** 1.5;
}

/** On which side it is, −1 left to 1 right; what is overhead or everywhere is in the middle. */
export function side(sound: PlaceSound, ears: Vector, forward: Vector): number {
  if (sound.position === null) return 0;
  const [x, , z] = minus(sound.position, ears);
  const flat = Math.hypot(x, z) * Math.hypot(forward[0], forward[2]);
  if (flat === 0) return 0;
  const right = (x * -forward[2] + z * forward[0]) / flat;
  const level = Math.hypot(x, z) / Math.max(1, Math.hypot(...minus(sound.position, ears)));
  return Math.max(-1, Math.min(1, right * level)) * 0.8;
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
