import type { Visitor } from "../visitor";

const PACE = 2.2;
const HURRY = 4.6;
const TURN = 1.6;
const LOOK = 0.0042;
/** A pointer that moved less than this many pixels, for less than this many milliseconds, has tapped. */
const TAP_PX = 7;
const TAP_MS = 350;

const KEYS: Record<string, [forward: number, right: number, left: number]> = {
  KeyW: [1, 0, 0], ArrowUp: [1, 0, 0], KeyS: [-1, 0, 0], ArrowDown: [-1, 0, 0],
  KeyA: [0, -1, 0], KeyD: [0, 1, 0], KeyQ: [0, 0, 1], ArrowLeft: [0, 0, 1], KeyE: [0, 0, -1], ArrowRight: [0, 0, -1],
};

/** Walking and looking with mouse, keys and fingers. */
export class Walk {
  private readonly pressed = new Set<string>();
  private hurrying = false;
  private speed: [number, number] = [0, 0];
  private stick: [number, number] = [0, 0];
  private drag: { id: number; x: number; y: number; far: number; since: number } | null = null;

  /** `tapped` gets the place of a tap in normalised device coordinates. */
  constructor(
    canvas: HTMLElement,
    stick: HTMLElement,
    private readonly visitor: Visitor,
    private readonly tapped: (x: number, y: number) => void,
  ) {
    this.listenToKeys();
    this.listenToPointer(canvas);
    this.listenToStick(stick);
  }

  /** Go on for `dt` seconds. */
  update(dt: number): void {
    let [forward, right, left] = [-this.stick[1], this.stick[0], 0];
    for (const code of this.pressed) {
      const [f, r, l] = KEYS[code]!;
      forward += f;
      right += r;
      left += l;
    }
    const length = Math.max(1, Math.hypot(forward, right));
    const pace = this.hurrying ? HURRY : PACE;
    const ease = 1 - Math.exp(-9 * dt);
    this.speed[0] += ((forward / length) * pace - this.speed[0]) * ease;
    this.speed[1] += ((right / length) * pace - this.speed[1]) * ease;
    if (Math.hypot(...this.speed) > 0.02) this.visitor.walk(this.speed[0] * dt, this.speed[1] * dt);
    if (left !== 0) this.visitor.turn(Math.sign(left) * TURN * dt, 0);
  }

  private listenToKeys(): void {
    addEventListener("keydown", (event) => {
      this.hurrying = event.shiftKey;
      if (!(event.code in KEYS) || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
      this.pressed.add(event.code);
      event.preventDefault();
    });
    addEventListener("keyup", (event) => {
      this.hurrying = event.shiftKey;
      this.pressed.delete(event.code);
    });
    addEventListener("blur", () => this.pressed.clear());
  }

  private listenToPointer(canvas: HTMLElement): void {
    canvas.addEventListener("pointerdown", (event) => {
      if (this.drag !== null || event.button !== 0) return;
      capture(canvas, event.pointerId);
      this.drag = { id: event.pointerId, x: event.clientX, y: event.clientY, far: 0, since: event.timeStamp };
    });
    canvas.addEventListener("pointermove", (event) => this.look(event));
    canvas.addEventListener("pointerup", (event) => this.release(event, canvas));
    canvas.addEventListener("pointercancel", () => (this.drag = null));
  }

  private look(event: PointerEvent): void {
    if (this.drag?.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - this.drag.x, event.clientY - this.drag.y];
    this.visitor.turn(dx * LOOK, dy * LOOK);
    this.drag = { ...this.drag, x: event.clientX, y: event.clientY, far: this.drag.far + Math.hypot(dx, dy) };
  }

  private release(event: PointerEvent, canvas: HTMLElement): void {
    if (this.drag?.id !== event.pointerId) return;
    const tap = this.drag.far < TAP_PX && event.timeStamp - this.drag.since < TAP_MS;
    this.drag = null;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    if (tap) this.tapped((2 * (event.clientX - left)) / width - 1, 1 - (2 * (event.clientY - top)) / height);
  }

  private listenToStick(stick: HTMLElement): void {
    const knob = stick.firstElementChild as HTMLElement;
    let held: DOMRect | null = null;
    const move = (event: PointerEvent) => {
      if (held === null) return;
      const { left, top, width, height } = held;
      const [x, y] = [(2 * (event.clientX - left)) / width - 1, (2 * (event.clientY - top)) / height - 1];
      const length = Math.max(1, Math.hypot(x, y));
      this.stick = [x / length, y / length];
      knob.style.transform = `translate(${this.stick[0] * 26}px, ${this.stick[1] * 26}px)`;
    };
    const release = () => {
      held = null;
      this.stick = [0, 0];
      knob.style.transform = "";
      stick.removeAttribute("style");
    };
    stick.addEventListener("pointerdown", (event) => {
      capture(stick, event.pointerId);
      held = stick.getBoundingClientRect();
      // The guide's words grow and shrink below it; under a thumb it stays where it was taken.
      Object.assign(stick.style, { position: "fixed", inset: "auto", left: `${held.left}px`, top: `${held.top}px` });
      move(event);
    });
    stick.addEventListener("pointermove", move);
    stick.addEventListener("pointerup", release);
    stick.addEventListener("pointercancel", release);
  }
}

/** Where keys are letters and not steps. */
function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, dialog[open], [data-keys]") !== null;
}

function capture(element: HTMLElement, pointer: number): void {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // The pointer is already gone; the drag ends with the next event.
  }
}
