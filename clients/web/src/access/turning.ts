import { byId } from "../ui/page";

/** Milliseconds that a press by keyboard or a tap turns for: about 30°. */
const TURN_MS = 350;

/** Buttons that turn the visitor, for who cannot drag: held they go on turning. */
export class Turning {
  constructor() {
    this.turn("turn-left", "ArrowLeft");
    this.turn("turn-right", "ArrowRight");
  }

  private turn(id: string, code: string): void {
    const button = byId(id);
    let since = 0;
    const press = (type: "keydown" | "keyup"): boolean => byId("view").dispatchEvent(new KeyboardEvent(type, { code, bubbles: true }));
    const end = (): void => {
      if (since > 0) setTimeout(() => press("keyup"), Math.max(0, TURN_MS - (performance.now() - since)));
      since = 0;
    };
    const begin = (): void => {
      since = performance.now();
      press("keydown");
    };
    button.addEventListener("pointerdown", begin);
    for (const type of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(type, end);
    button.addEventListener("click", ({ detail }) => {
      if (detail > 0) return;
      begin();
      end();
    });
  }
}
