import type { Vitals } from "./watch";

interface Memory {
  usedJSHeapSize: number;
  jsHeapSizeLimit: number;
}

/** Looks after the page: its frames, its graphics, its memory, what went wrong in it. */
export class Nurse {
  anotherServer = false;
  private readonly born = performance.now();
  private frames: number[] = [];
  private lostSince = 0;
  private errors = 0;

  constructor(canvas: HTMLElement, private readonly drawing: () => boolean) {
    canvas.addEventListener("webglcontextlost", () => (this.lostSince = performance.now()));
    canvas.addEventListener("webglcontextrestored", () => (this.lostSince = 0));
    addEventListener("error", () => (this.errors += 1));
    addEventListener("unhandledrejection", () => (this.errors += 1));
    document.addEventListener("visibilitychange", () => (this.frames = []));
  }

  /** A frame was drawn. */
  frame(): void {
    this.frames.push(performance.now());
    if (this.frames.length > 120) this.frames.shift();
  }

  /** Pictures a second, over the last two seconds. */
  get rate(): number {
    const since = performance.now() - 2_000;
    return this.frames.filter((at) => at > since).length / 2;
  }

  get vitals(): Vitals {
    const now = performance.now();
    const { usedJSHeapSize = 0, jsHeapSizeLimit = 0 } = (performance as Performance & { memory?: Memory }).memory ?? {};
    const last = this.frames.at(-1);
    const watched = this.drawing() && document.visibilityState === "visible" && last !== undefined;
    return {
      age: now - this.born,
      heap: usedJSHeapSize,
      heapLimit: jsHeapSizeLimit,
      contextless: this.lostSince === 0 ? 0 : now - this.lostSince,
      frameless: watched ? now - last : 0,
      errors: this.errors,
      anotherServer: this.anotherServer,
    };
  }
}
