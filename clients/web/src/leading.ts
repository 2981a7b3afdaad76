/** Scripts with marks above and below their letters need more room between lines. */
const TALL = /^(th|hi|mr|ne|bn|as|ta|ur|fa|ar|ps|sd|ug|ckb|lo|km|my)/;

/** From line to line on a canvas, in letter sizes. */
export function leadingOf(language: string): number {
  return TALL.test(language) ? 1.58 : 1.32;
}
