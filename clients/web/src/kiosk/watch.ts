/** Why a page starts afresh; `reason-…` of the operator's words. */
export type Reason = "first" | "visit" | "server" | "graphics" | "frozen" | "memory" | "age" | "errors" | "operator" | "hours";

export const REASONS: readonly Reason[] = ["first", "visit", "server", "graphics", "frozen", "memory", "age", "errors", "operator", "hours"];

/** How a page does that runs for days. */
export interface Vitals {
  /** Milliseconds since it was loaded. */
  age: number;
  /** Bytes of its heap, and how many it may have; 0 where the browser does not say. */
  heap: number;
  heapLimit: number;
  /** Milliseconds since the graphics context went away, since a frame was drawn; 0 while all is well. */
  contextless: number;
  frameless: number;
  /** Errors that nobody caught. */
  errors: number;
  /** The server that answers now is not the one that gave this page. */
  anotherServer: boolean;
}

const HOUR_MS = 3_600_000;
const OLDEST_MS = 6 * HOUR_MS;
const CONTEXTLESS_MS = 15_000;
const FRAMELESS_MS = 30_000;
const HEAP_SHARE = 0.6;
const HEAP_BYTES = 1_200_000_000;
const ERRORS = 20;

/** Why the page should start afresh while nobody visits, or null. */
export function ailment(vitals: Vitals): Reason | null {
  if (vitals.anotherServer) return "server";
  if (vitals.contextless > CONTEXTLESS_MS) return "graphics";
  if (vitals.frameless > FRAMELESS_MS) return "frozen";
  if (vitals.errors >= ERRORS) return "errors";
  if (vitals.heap > HEAP_BYTES || (vitals.heapLimit > 0 && vitals.heap > HEAP_SHARE * vitals.heapLimit)) return "memory";
  return vitals.age > OLDEST_MS ? "age" : null;
}
