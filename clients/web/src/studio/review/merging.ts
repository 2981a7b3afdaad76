import type { Words } from "./words";

/** What comes of two edits of the same words. */
export interface Merged {
  words: readonly Words[];
  /** The places where both wrote something else; there it is mine that stands. */
  both: readonly number[];
}

/** Mine and theirs put together, sentence by sentence; undefined where one of them added or removed a sentence. */
export function merged(base: readonly Words[], mine: readonly Words[], theirs: readonly Words[]): Merged | undefined {
  if (mine.length !== base.length || theirs.length !== base.length) return undefined;
  const both: number[] = [];
  const words = base.map((before, at) => {
    const [my, their] = [mine[at]!, theirs[at]!];
    if (same(my, before)) return their;
    if (!same(their, before) && !same(my, their)) both.push(at);
    return my;
  });
  return { words, both };
}

function same(one: Words, other: Words): boolean {
  return one.text === other.text && [...one.facts].sort().join(" ") === [...other.facts].sort().join(" ");
}
