import { Visitor } from "../../visitor";
import type { Stage } from "./stage";

const PACE = 2.2;
const TURN = 1.6;
const LOOK = 0.0042;

const STEPS: Record<string, [forward: number, right: number, left: number]> = {
  KeyW: [1, 0, 0], ArrowUp: [1, 0, 0], KeyS: [-1, 0, 0], ArrowDown: [-1, 0, 0],
  KeyA: [0, -1, 0], KeyD: [0, 1, 0], KeyQ: [0, 0, 1], ArrowLeft: [0, 0, 1], KeyE: [0, 0, -1], ArrowRight: [0, 0, -1],
};

/** Walking through the scene as a visitor does, as long as somebody wants to. */
export class Stroll {
  readonly visitor = new Visitor();
  on = false;
  private readonly pressed = new Set<string>();
  private before = 0;
  private drag: { x: number; y: number } | undefined;

  constructor(private readonly stage: Stage) {
    const { canvas } = stage;
    canvas.addEventListener("keydown", (event) => this.key(event, true));
    canvas.addEventListener("keyup", (event) => this.key(event, false));
    canvas.addEventListener("blur", () => this.pressed.clear());
    canvas.addEventListener("pointerdown", (event) => { if (this.on) this.drag = { x: event.clientX, y: event.clientY }; });
    canvas.addEventListener("pointermove", (event) => this.look(event));
    for (const end of ["pointerup", "pointercancel", "pointerleave"] as const) canvas.addEventListener(end, () => { this.drag = undefined; });
  }

  /** Before each frame: the camera is the visitor's head. */
  update(): void {
    if (!this.on) return;
    const now = performance.now();
    const dt = Math.min(0.2, (now - this.before) / 1000);
    this.before = now;
    this.go(dt);
    const { eye, yaw, pitch } = this.visitor;
    this.stage.camera.position.set(...eye);
    this.stage.camera.rotation.set(pitch, yaw, 0, "YXZ");
    if (this.pressed.size > 0) this.stage.invalidate();
  }

  private go(dt: number): void {
    let [forward, right, left] = [0, 0, 0];
    for (const code of this.pressed) {
      const step = STEPS[code]!;
      [forward, right, left] = [forward + step[0], right + step[1], left + step[2]];
    }
    if (forward || right) this.visitor.walk(forward * PACE * dt, right * PACE * dt);
    if (left) this.visitor.turn(left * TURN * dt, 0);
  }

  private key(event: KeyboardEvent, down: boolean): void {
    if (!this.on || !(event.code in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (this.pressed.size === 0) this.before = performance.now();
    if (down) this.pressed.add(event.code);
    else this.pressed.delete(event.code);
    this.stage.invalidate();
  }

  private look(event: PointerEvent): void {
    if (!this.on || !this.drag) return;
    this.visitor.turn((event.clientX - this.drag.x) * LOOK, (event.clientY - this.drag.y) * LOOK);
    this.drag = { x: event.clientX, y: event.clientY };
    this.stage.invalidate();
  }
}
