import { Group } from "three";
import type { PerspectiveCamera, Scene, Vector4, WebGLRenderer } from "three";
import type { App } from "../../app";
import type { Visitor } from "../../visitor";
import type { Vector } from "../../wire.gen";
import type { CaptionPanel } from "../caption-panel";
import type { Detail } from "../detail";
import type { Fade } from "../fade";
import type { Lantern } from "../lantern";
import type { Eye } from "../tiles";
import type { Headset } from "./headset";

export interface XrEvents {
  /** The visitor pointed at something: what is that? */
  pointed(origin: Vector, direction: Vector): void;
  /** The visitor wants more of what is told, or none of it. */
  reacted(reaction: "more" | "skip"): void;
  /** The visitor speaks as long as it is. */
  talk(now: boolean): void;
  presenting(now: boolean): void;
}

/** What a headset looks into and acts upon. */
export interface XrStage {
  readonly renderer: WebGLRenderer;
  readonly scene: Scene;
  readonly rig: Group;
  readonly camera: PerspectiveCamera;
  readonly visitor: Visitor;
  readonly fade: Fade;
  readonly lantern: Lantern;
  readonly panel: CaptionPanel;
  readonly detail: Detail;
  readonly events: XrEvents;
}

/** Whether an immersive session can be had here. */
export async function supported(): Promise<boolean> {
  return (await navigator.xr?.isSessionSupported("immersive-vr").catch(() => false)) ?? false;
}

/** The way into a headset: light enough for every page; what a session needs is fetched where there is a headset. */
export class Xr {
  /** Frames drawn in this session. */
  frames = 0;
  /** What is seen in headsets only. */
  readonly group = new Group();
  /** There once a headset was found. */
  headset: Headset | null = null;
  private app: App | null = null;
  private fetching: Promise<Headset> | null = null;

  constructor(private readonly stage: XrStage) {
    const { renderer, events } = stage;
    renderer.xr.enabled = true;
    renderer.xr.setReferenceSpaceType("local-floor");
    this.group.visible = false;
    renderer.xr.addEventListener("sessionstart", () => {
      this.frames = 0;
      this.group.visible = true;
      this.headset?.started();
      events.presenting(true);
    });
    renderer.xr.addEventListener("sessionend", () => {
      this.group.visible = false;
      this.headset?.ended();
      stage.camera.position.set(0, 0, 0);
      stage.camera.quaternion.identity();
      events.presenting(false);
    });
  }

  get presenting(): boolean {
    return this.stage.renderer.xr.isPresenting;
  }

  /** Whether the visitor is about to go somewhere. */
  get aiming(): boolean {
    return this.headset?.aiming ?? false;
  }

  /** Whom the menu in the headset asks and tells. */
  join(app: App): void {
    this.app = app;
  }

  /** Fetch what a session needs, so that nothing lies between the visitor's gesture and the session. */
  prepare(): Promise<Headset> {
    this.fetching ??= import("./headset").then(({ Headset }) => (this.headset = new Headset(this.stage, this.group, this.app!)));
    this.fetching.catch(() => (this.fetching = null));
    return this.fetching;
  }

  /** Ask for a session; call it from a user's gesture. */
  async enter(): Promise<void> {
    await (this.headset ?? (await this.prepare())).enter();
  }

  /** Put the visitor's head over `feet`, looking along `yaw` where it is given. */
  place(feet: Vector, yaw?: number): void {
    this.headset?.place(feet, yaw);
  }

  /** One frame of a session. */
  update(dt: number, seconds: number): void {
    this.frames += 1;
    this.headset?.update(dt, seconds);
  }

  /** A frame was drawn, with `busy` seconds of work. */
  drawn(dt: number, busy: number): void {
    this.headset?.drawn(dt, busy);
  }

  /** The cameras of this frame, each with the pixels of its part of the picture; none before the first frame. */
  eyes(): Eye[] {
    const { rig, camera, renderer } = this.stage;
    rig.updateMatrixWorld();
    renderer.xr.updateCamera(camera);
    return renderer.xr.getCamera().cameras.map((eye) => {
      const { z, w } = (eye as PerspectiveCamera & { viewport: Vector4 }).viewport;
      return { camera: eye, width: z, height: w };
    });
  }
}
