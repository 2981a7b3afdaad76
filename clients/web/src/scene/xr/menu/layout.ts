/** A rectangle on the menu, pixels from its upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const WIDTH = 960;
export const HEIGHT = 1120;
const EDGE = 36;
const GAP = 16;
const HEAD = 120;
const ROW = 104;
const ROWS = 8;
const COLUMNS = 2;
/** Items on a sheet at most. */
export const PLACES = ROWS * COLUMNS;

/** How many sheets so many items take in so many places; where there are several, two places turn them. */
export function sheets(count: number, places: number): number {
  return count <= places ? 1 : Math.ceil(count / (places - 2));
}

/** The items of a sheet, from and up to. */
export function slice(count: number, sheet: number, places: number): [from: number, to: number] {
  if (count <= places) return [0, count];
  const most = places - 2;
  return [sheet * most, Math.min(count, (sheet + 1) * most)];
}

/** Where so many items lie, in reading order: from the right where the language is written so. */
export function boxes(count: number, rightToLeft: boolean): Box[] {
  const width = (WIDTH - 2 * EDGE - GAP * (COLUMNS - 1)) / COLUMNS;
  return Array.from({ length: count }, (_, i) => {
    const column = rightToLeft ? COLUMNS - 1 - (i % COLUMNS) : i % COLUMNS;
    const row = Math.floor(i / COLUMNS);
    return { x: EDGE + column * (width + GAP), y: HEAD + row * (ROW + GAP), width, height: ROW };
  });
}

/** Which of the boxes holds a place, or -1. */
export function within(all: readonly Box[], x: number, y: number): number {
  return all.findIndex((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
}

/** Below the last box. */
export function foot(count: number): number {
  return HEAD + Math.ceil(count / COLUMNS) * (ROW + GAP);
}
