import type { App } from "../app";
import { looks, still } from "../access/looks";
import type { Route, Step } from "./route";

/** Walks one's own way again: on the plan, and in the scene unless things should keep still. Meanwhile the guide holds its breath. */
export class Player {
  private frame = 0;
  private back: { feet: Step["feet"]; yaw: number; pitch: number } | null = null;
  private readonly stopNow = () => this.stop();

  constructor(private readonly app: App, private readonly show: (step: Step | null) => void) {}

  get playing(): boolean {
    return this.back !== null;
  }

  play(route: Route): void {
    if (this.playing || route.steps.length < 2) return;
    const { visitor, visit, view } = this.app;
    const inScene = !still(looks()) && view?.xr.presenting !== true;
    this.back = { feet: visitor.feet, yaw: visitor.yaw, pitch: visitor.pitch };
    visit?.hold(true);
    for (const kind of ["keydown", "pointerdown"]) document.getElementById("view")!.addEventListener(kind, this.stopNow, { once: true });
    const began = performance.now();
    const step = (now: number) => {
      const share = (now - began) / 1000 / route.seconds;
      const at = route.at(share)!;
      if (inScene) Object.assign(visitor, { feet: at.feet, yaw: at.yaw, pitch: 0 });
      this.show(at);
      if (share >= 1) this.stop();
      else this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  /** Stand again where one stood. */
  stop(): void {
    if (this.back === null) return;
    cancelAnimationFrame(this.frame);
    Object.assign(this.app.visitor, this.back);
    this.back = null;
    this.app.visit?.hold(false);
    for (const kind of ["keydown", "pointerdown"]) document.getElementById("view")!.removeEventListener(kind, this.stopNow);
    this.show(null);
  }
}
