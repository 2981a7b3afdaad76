import type { WebGLRenderer } from "three";
import { STEPS, rateOf } from "./quality";

/** Seconds without a place of the head after which the headset has lost its way. */
const LOST = 0.8;

export interface SessionEvents {
  /** The visitor does not see the place: the headset was taken off, its menu lies over it, or it lost its way; or they see it again. */
  away(now: boolean): void;
  /** The headset calls another place its middle now. */
  moved(): void;
}

/** An immersive session: asked for, watched over, and as fine as the headset can draw. */
export class Session {
  /** Frames a second that were asked for; null where the headset does not say. */
  rate: number | null = null;
  away = false;
  private unseen = false;
  private lost = 0;

  constructor(private readonly renderer: WebGLRenderer, private readonly events: SessionEvents) {}

  /** Ask for it; call it from a user's gesture. */
  async open(): Promise<void> {
    const session = await navigator.xr!.requestSession("immersive-vr", {
      requiredFeatures: ["local-floor"],
      optionalFeatures: ["bounded-floor", "hand-tracking", "layers"],
    });
    await this.renderer.xr.setSession(session);
  }

  /** It has begun. */
  watch(): void {
    const session = this.renderer.xr.getSession()!;
    this.unseen = this.away = false;
    this.lost = 0;
    session.addEventListener("visibilitychange", () => {
      this.unseen = session.visibilityState !== "visible";
      this.tell();
    });
    this.renderer.xr.getReferenceSpace()?.addEventListener("reset", () => this.events.moved());
  }

  async close(): Promise<void> {
    await this.renderer.xr.getSession()?.end();
  }

  /** Draw as finely as this step of `STEPS`. */
  apply(step: number): void {
    const { foveation, rate } = STEPS[step]!;
    this.renderer.xr.setFoveation(foveation);
    const session = this.renderer.xr.getSession();
    const offered = session?.supportedFrameRates;
    if (session === null || offered === undefined) return;
    const wanted = rateOf([...offered], rate);
    if (wanted === null || wanted === this.rate) return;
    this.rate = wanted;
    void session.updateTargetFrameRate?.(wanted).catch(() => undefined);
  }

  /** Seconds between two frames as they should come. */
  get every(): number {
    const now = this.renderer.xr.getSession()?.frameRate ?? this.rate ?? 72;
    return 1 / (now || 72);
  }

  /** One frame: look whether the headset still knows where it is. */
  look(dt: number, step: number): void {
    const { xr } = this.renderer;
    const space = xr.getReferenceSpace();
    const pose = space === null ? null : (xr.getFrame()?.getViewerPose(space) ?? null);
    this.lost = pose === null ? this.lost + dt : 0;
    const { scale } = STEPS[step]!;
    for (const view of pose?.views ?? []) if (view.requestViewportScale !== undefined) view.requestViewportScale(scale);
    this.tell();
  }

  private tell(): void {
    const away = this.unseen || this.lost > LOST;
    if (away === this.away) return;
    this.away = away;
    this.events.away(away);
  }
}
