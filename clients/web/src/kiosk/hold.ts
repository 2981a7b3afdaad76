/** Milliseconds for which the operator's corner has to be held. */
export const HELD_MS = 3_000;

/** Tell when an area is held for `HELD_MS`; a slip out of it ends the hold. */
export function held(area: HTMLElement, done: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => clearTimeout(timer);
  area.addEventListener("pointerdown", () => {
    end();
    timer = setTimeout(done, HELD_MS);
  });
  for (const kind of ["pointerup", "pointercancel", "pointerleave"] as const) area.addEventListener(kind, end);
}
