import type { Stage } from "./stage";

const TAP_PX = 5;
const STEP = 0.12;
const NEARER = 0.85;

/** What pointer and keys ask of the scene; places are pixels of the page. */
export interface Asked {
  /** The pointer goes down: true takes the drag away from the camera. */
  grabs(x: number, y: number): boolean;
  drags(x: number, y: number): void;
  drops(): void;
  hovers(x: number, y: number): void;
  /** A click, or Space and Enter in the middle of the picture. */
  picks(x: number, y: number): void;
  /** Enter: done with what is being drawn; false where nothing is. */
  finishes(): boolean;
  /** Escape, Backspace and Delete. */
  cancels(): void;
  steps(): void;
  removes(): void;
  whole(): void;
}

/** Pointer and keys on the canvas, told apart into clicks, drags and steps of the camera. */
export class Pointing {
  private down: { x: number; y: number; far: number; grabbed: boolean } | undefined;
  private hover = 0;

  constructor(private readonly stage: Stage, private readonly asked: Asked) {
    const { canvas } = stage;
    canvas.addEventListener("pointerdown", this.press, { capture: true });
    canvas.addEventListener("pointermove", this.move);
    canvas.addEventListener("pointerup", this.release);
    canvas.addEventListener("pointercancel", () => { this.let(); });
    canvas.addEventListener("keydown", this.key);
  }

  private press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const grabbed = this.asked.grabs(event.clientX, event.clientY);
    this.down = { x: event.clientX, y: event.clientY, far: 0, grabbed };
    if (!grabbed) return;
    this.stage.canvas.setPointerCapture(event.pointerId);
    this.stage.canvas.focus();
    event.stopImmediatePropagation();
  };

  private move = (event: PointerEvent): void => {
    const { clientX: x, clientY: y } = event;
    if (!this.down) {
      cancelAnimationFrame(this.hover);
      this.hover = requestAnimationFrame(() => this.asked.hovers(x, y));
      return;
    }
    this.down.far = Math.max(this.down.far, Math.hypot(x - this.down.x, y - this.down.y));
    if (this.down.grabbed) this.asked.drags(x, y);
  };

  private release = (event: PointerEvent): void => {
    const { down } = this;
    if (!down || event.button !== 0) return;
    this.let();
    if (!down.grabbed && down.far <= TAP_PX) this.asked.picks(event.clientX, event.clientY);
  };

  private let(): void {
    if (this.down?.grabbed) this.asked.drops();
    this.down = undefined;
  }

  private key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { stage, asked } = this;
    const steers: Record<string, () => void> = stage.asVisitor ? {} : {
      ArrowLeft: () => stage.steer(-STEP, 0), ArrowRight: () => stage.steer(STEP, 0), ArrowUp: () => stage.steer(0, STEP), ArrowDown: () => stage.steer(0, -STEP),
      "+": () => stage.steer(0, 0, NEARER), "=": () => stage.steer(0, 0, NEARER), "-": () => stage.steer(0, 0, 1 / NEARER), Home: () => asked.whole(),
    };
    const keys: Record<string, () => void> = {
      ...steers, " ": () => this.middle(), Enter: () => { if (!asked.finishes()) this.middle(); },
      Escape: () => asked.cancels(), Backspace: () => asked.steps(), Delete: () => asked.removes(),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  private middle(): void {
    const { left, top, width, height } = this.stage.canvas.getBoundingClientRect();
    this.asked.picks(left + width / 2, top + height / 2);
  }
}
