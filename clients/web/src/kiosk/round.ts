/** Seconds at one stop. */
export const STAY_S = 16;
/** Radians that the look wanders at one stop, from one side to the other. */
const WANDER = 0.5;

/** Where the attract loop is after so many seconds: which of the stops, and how far it has turned there (left positive). */
export function round(seconds: number, stops: number): { stop: number; turned: number } {
  if (stops === 0) return { stop: -1, turned: 0 };
  const at = Math.floor(seconds / STAY_S);
  const share = seconds / STAY_S - at;
  const way = at % 2 === 0 ? 1 : -1;
  return { stop: at % stops, turned: way * WANDER * (share - 0.5) };
}
