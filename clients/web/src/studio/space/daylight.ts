import type { Vector } from "../../wire.gen";
import { tidy } from "./turning";

const DEGREE = Math.PI / 180;

/** Where the sun stands: clockwise from ahead (−Z), and above the horizon, degrees. */
export interface Sun {
  azimuth: number;
  height: number;
}

/** The unit vector towards the sun. */
export function towards({ azimuth, height }: Sun): Vector {
  const level = Math.cos(height * DEGREE);
  return [Math.sin(azimuth * DEGREE) * level, Math.sin(height * DEGREE), -Math.cos(azimuth * DEGREE) * level].map((value) => tidy(value, 4)) as Vector;
}

/** Where a direction towards the sun points; azimuth from 0 to 360. */
export function sunOf([x, y, z]: Vector): Sun {
  const length = Math.hypot(x, y, z) || 1;
  const azimuth = Math.atan2(x, -z) / DEGREE;
  return { azimuth: tidy((azimuth + 360) % 360, 1), height: tidy(Math.asin(y / length) / DEGREE, 1) };
}

/** Days of the year that people name: the sun's declination, degrees. */
export const SEASONS = { june: 23.44, equinox: 0, december: -23.44 } as const;
export type Season = keyof typeof SEASONS;

/** Where the sun stands at a solar hour (12 is noon), −Z being north; after Meeus, to the degree. */
export function sunAt(hour: number, latitude: number, season: Season): Sun {
  const [angle, place, declination] = [(hour - 12) * 15 * DEGREE, latitude * DEGREE, SEASONS[season] * DEGREE];
  const height = Math.asin(Math.sin(place) * Math.sin(declination) + Math.cos(place) * Math.cos(declination) * Math.cos(angle));
  const east = -Math.cos(declination) * Math.sin(angle);
  const north = Math.sin(declination) * Math.cos(place) - Math.cos(declination) * Math.sin(place) * Math.cos(angle);
  return { azimuth: tidy((Math.atan2(east, north) / DEGREE + 360) % 360, 1), height: tidy(height / DEGREE, 1) };
}

/** A place on the dial, its middle at 0 and its rim at 1: the rim is the horizon, the middle is overhead. */
export function onDial({ azimuth, height }: Sun): { x: number; y: number } {
  const far = 1 - Math.max(0, Math.min(90, height)) / 90;
  return { x: Math.sin(azimuth * DEGREE) * far, y: -Math.cos(azimuth * DEGREE) * far };
}

/** The sun for a place on the dial. */
export function fromDial(x: number, y: number): Sun {
  const far = Math.min(1, Math.hypot(x, y));
  return { azimuth: tidy((Math.atan2(x, -y) / DEGREE + 360) % 360, 1), height: tidy(90 * (1 - far), 1) };
}
