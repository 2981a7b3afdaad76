import {
  ACESFilmicToneMapping, Group, MathUtils, Mesh, PCFShadowMap, PerspectiveCamera, Raycaster, Scene, Texture, Vector2, Vector3, WebGLRenderer,
} from "three";
import type { Object3D } from "three";
import { meet } from "../arc";
import { link } from "../link";
import { distance } from "../pose";
import type { Pose } from "../pose";
import type { Site } from "../site";
import { EYE_HEIGHT } from "../visitor";
import type { Visitor } from "../visitor";
import type { Vector } from "../wire.gen";
import { isSoftware } from "./budget";
import type { Budget } from "./budget";
import { CaptionPanel } from "./caption-panel";
import { Detail } from "./detail";
import { Fade } from "./fade";
import { Gloom } from "./gloom";
import { Lantern } from "./lantern";
import { Loader } from "./loader";
import { Models, around } from "./models";
import type { Eye } from "./tiles";
import { fitShadow, paintSky } from "./sky";
import type { Sky } from "./sky";
import { Xr } from "./xr/gate";
import type { XrEvents } from "./xr/gate";

export interface ViewEvents extends XrEvents {
  /** A frame is about to be drawn, `dt` seconds after the one before. */
  frame(dt: number): void;
  progress(loaded: number, total: number): void;
  trouble(): void;
  relief(): void;
  /** The graphics context went away, or came back. */
  context(there: boolean): void;
}

/** Triangles that a processor without a graphics chip may be asked to draw. */
const SOFTWARE_TRIANGLES = 400_000;
/** Metres round a point of a cloud that count as the thing pointed at. */
const POINT_REACH = 0.1;
const LATE_FRAMES = 45;

/** The scene as it is seen, on a screen or in a headset. */
export class View {
  readonly lantern: Lantern;
  readonly panel = new CaptionPanel();
  readonly fade = new Fade();
  readonly xr: Xr;
  models: Models | null = null;
  drawCalls = 0;
  triangles = 0;
  readonly detail: Detail;
  readonly link = link();
  private readonly gloom = new Gloom();
  private readonly loader: Loader;
  private readonly scene = new Scene();
  private readonly rig = new Group();
  private readonly camera = new PerspectiveCamera(62, 1, 0.1, 4000);
  private readonly renderer: WebGLRenderer;
  private sky: Sky | null = null;
  private readonly shadows: boolean;
  private pixelRatio: number;
  private readonly coarsest: number;
  private eyes: Eye[] = [];
  private before = 0;
  private slow = 0;

  /** Throws where there is no WebGL. */
  constructor(canvas: HTMLCanvasElement, private readonly visitor: Visitor, private readonly budget: Budget, private readonly events: ViewEvents, still: boolean) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: "high-performance" });
    const software = isSoftware(this.renderer.getContext()) && !budget.full;
    this.shadows = budget.shadows && !software;
    this.pixelRatio = software ? 1 : budget.pixelRatio;
    this.coarsest = software ? 0.6 : 1;
    this.loader = new Loader(this.renderer);
    this.detail = new Detail(budget.tileError * (software ? 2 : 1), software ? Math.min(budget.triangles, SOFTWARE_TRIANGLES) : budget.triangles);
    this.renderer.toneMapping = ACESFilmicToneMapping;
    this.renderer.toneMappingExposure = 1.15;
    this.renderer.shadowMap.enabled = this.shadows;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.renderer.shadowMap.autoUpdate = false;
    this.lantern = new Lantern(budget.device !== "mobile" && !software, still);
    const { renderer, scene, rig, camera, fade, lantern, panel, detail } = this;
    this.xr = new Xr({ renderer, scene, rig, camera, visitor, fade, lantern, panel, detail, events });
    this.assemble();
    this.listen(canvas);
    this.renderer.setAnimationLoop((time) => this.draw(time / 1000));
  }

  /** Load a site's scene: resolves with the first picture; finer levels go on arriving. */
  async show(site: Site): Promise<void> {
    this.clear();
    const { background, sun, models, entrance } = site.scene;
    this.sky = paintSky(this.scene, background, sun, this.shadows);
    this.visitor.enter(entrance.position, entrance.orientation);
    const loaded = new Models(models, this.budget, this.link, this.loader, {
      progress: (done, total) => this.events.progress(done, total),
      trouble: () => this.events.trouble(),
      relief: () => this.events.relief(),
      swap: (next, before) => this.swap(loaded, next, before),
      ground: (ground) => {
        this.visitor.ground = ground;
        this.visitor.stand(this.visitor.feet);
      },
    });
    this.models = loaded;
    this.scene.add(loaded.group);
    try {
      await loaded.first();
    } catch (error) {
      if (this.models === loaded) throw error;
      return;
    }
    void loaded.refine().catch(() => undefined);
  }

  /** The head in scene space. */
  get head(): Pose {
    if (!this.xr.presenting) return this.visitor.head;
    const [position, rotation] = [new Vector3(), this.camera.quaternion.clone()];
    this.camera.matrixWorld.decompose(position, rotation, new Vector3());
    return { position: position.toArray() as Vector, orientation: rotation.toArray() as Pose["orientation"] };
  }

  /** Go somewhere through a short darkness. */
  goTo(position: Vector, lookAt?: Vector): void {
    this.fade.through(() => {
      this.visitor.stand(position, lookAt);
      if (this.xr.presenting) this.xr.place(this.visitor.feet, this.visitor.yaw);
    });
  }

  /** What is seen now, without the page around it. */
  picture(): HTMLCanvasElement {
    this.renderer.render(this.scene, this.camera);
    const copy = document.createElement("canvas");
    const { width, height } = this.renderer.domElement;
    Object.assign(copy, { width, height });
    // What was drawn may be read in this same task only.
    copy.getContext("2d")!.drawImage(this.renderer.domElement, 0, 0);
    return copy;
  }

  /** What lies under a place on the screen (normalised device coordinates): ground to walk to, or a thing to ask about. */
  pick(x: number, y: number): { ground: Vector } | { origin: Vector; direction: Vector } | null {
    if (this.models === null) return null;
    const caster = new Raycaster();
    caster.params.Points.threshold = POINT_REACH;
    caster.setFromCamera(new Vector2(x, y), this.camera);
    const [origin, direction] = [caster.ray.origin.toArray() as Vector, caster.ray.direction.toArray() as Vector];
    const seen = caster.intersectObject(this.models.group, true)[0]?.distance ?? Infinity;
    const ground = this.visitor.ground === null ? null : meet(this.visitor.ground, origin, direction);
    if (ground !== null && distance(origin, ground) < seen + 1.5) return { ground };
    return seen < Infinity ? { origin, direction } : null;
  }

  private assemble(): void {
    this.camera.add(this.fade.mesh);
    this.rig.add(this.camera);
    this.scene.add(this.rig, this.lantern.group, this.panel.mesh, this.xr.group);
  }

  private listen(canvas: HTMLCanvasElement): void {
    const fit = () => this.fit();
    addEventListener("resize", fit);
    fit();
    canvas.addEventListener("webglcontextlost", () => this.events.context(false));
    canvas.addEventListener("webglcontextrestored", () => {
      this.renderer.shadowMap.needsUpdate = true;
      this.events.context(true);
    });
  }

  private fit(): void {
    if (this.xr?.presenting) return;
    this.camera.aspect = innerWidth / Math.max(1, innerHeight);
    this.camera.fov = this.camera.aspect < 1 ? 74 : 62;
    this.camera.updateProjectionMatrix();
    this.lantern.halfWidth = Math.tan(MathUtils.degToRad(this.camera.fov / 2)) * this.camera.aspect;
    this.renderer.setPixelRatio(this.pixelRatio);
    this.renderer.setSize(innerWidth, innerHeight, false);
  }

  private clear(): void {
    if (this.models !== null) {
      this.models.leave();
      this.scene.remove(this.models.group);
    }
    this.visitor.ground = null;
    if (this.sky !== null) this.scene.remove(this.sky.group);
  }

  private async swap(models: Models, next: Object3D, before: Object3D | null): Promise<void> {
    next.traverse((child) => {
      child.matrixAutoUpdate = false;
      if (child instanceof Mesh) child.castShadow = child.receiveShadow = this.shadows;
    });
    await this.renderer.compileAsync(next, this.camera, this.scene).catch(() => undefined);
    for (const texture of texturesOf(next)) this.renderer.initTexture(texture);
    models.group.add(next);
    if (before !== null) models.group.remove(before);
    this.gloom.again();
    if (this.shadows && this.sky !== null) {
      const { centre, radius } = around(models.group);
      fitShadow(this.sky.sun, centre, Math.min(radius, 180));
      this.renderer.shadowMap.needsUpdate = true;
    }
  }

  private draw(seconds: number): void {
    const [dt, since] = [Math.min(1, Math.max(0.001, seconds - this.before)), performance.now()];
    this.before = seconds;
    this.events.frame(dt);
    if (this.xr.presenting) this.xr.update(dt, seconds);
    else this.stand(dt);
    const [head, forward] = [this.camera.getWorldPosition(new Vector3()), this.camera.getWorldDirection(new Vector3())];
    this.gloom.update(this.models?.group ?? null, head, dt);
    this.lantern.dark = this.gloom.dark;
    this.lantern.update(head, forward, dt, seconds);
    this.panel.update(this.xr.presenting, head, forward, dt, this.xr.aiming);
    this.fade.update(dt);
    this.stream();
    this.renderer.render(this.scene, this.camera);
    this.drawCalls = this.renderer.info.render.calls;
    this.triangles = this.renderer.info.render.triangles;
    this.detail.weigh(this.triangles / Math.max(1, this.eyes.length), this.slow > LATE_FRAMES);
    this.lighten(dt);
    if (this.xr.presenting) this.xr.drawn(dt, (performance.now() - since) / 1000);
  }

  /** Tiles for every camera that draws: one on a screen, one for each eye in a headset. */
  private stream(): void {
    this.eyes = this.xr.presenting ? this.xr.eyes() : [this.window()];
    this.models?.stream(this.eyes, this.detail.target, this.renderer.xr.getSession());
  }

  private window(): Eye {
    const { x, y } = this.renderer.getDrawingBufferSize(new Vector2());
    return { camera: this.camera, width: x, height: y };
  }

  /** On a screen the camera is the visitor's head; steps are eased so that stairs do not jolt. */
  private stand(dt: number): void {
    const [x, y, z] = this.visitor.feet;
    const jump = Math.abs(y - this.rig.position.y) > 2;
    const height = jump ? y : this.rig.position.y + (y - this.rig.position.y) * (1 - Math.exp(-12 * dt));
    this.rig.position.set(x, height, z);
    this.rig.rotation.y = this.visitor.yaw;
    this.camera.position.set(0, EYE_HEIGHT, 0);
    this.camera.rotation.set(this.visitor.pitch, 0, 0);
    this.rig.updateMatrixWorld(true);
  }

  /** Give up fine pixels where frames stay slow. */
  private lighten(dt: number): void {
    this.slow = dt > 1 / 24 ? this.slow + 1 : Math.max(0, this.slow - 2);
    if (this.slow < 2 * LATE_FRAMES || this.pixelRatio <= this.coarsest || this.xr.presenting) return;
    this.slow = 0;
    this.pixelRatio = Math.max(this.coarsest, this.pixelRatio * 0.75);
    this.fit();
  }
}

function texturesOf(object: Object3D): Set<Texture> {
  const textures = new Set<Texture>();
  object.traverse((child) => {
    if (!(child instanceof Mesh)) return;
    for (const material of [child.material].flat()) {
      for (const value of Object.values(material as object)) if (value instanceof Texture) textures.add(value);
    }
  });
  return textures;
}
