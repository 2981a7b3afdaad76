import { ACESFilmicToneMapping, Box3, GridHelper, Group, PCFShadowMap, PerspectiveCamera, Raycaster, Scene, Vector2, Vector3, WebGLRenderer } from "three";
import type { Fog, Intersection, Material, Object3D } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { link } from "../../link";
import { budget, isSoftware } from "../../scene/budget";
import type { Budget } from "../../scene/budget";
import { Loader } from "../../scene/loader";
import { fitShadow, paintSky } from "../../scene/sky";
import type { Sky } from "../../scene/sky";
import { axes } from "../../pose";
import type { Pose } from "../../pose";
import type { Model } from "../../site";
import type { Vector } from "../../wire.gen";
import { meshesIn, Piece } from "./piece";

const AROUND_FOV = 45;
const MORE_MS = 120;

/** A place on the canvas, in pixels of the page from its left upper corner; `ahead` of the camera or behind it. */
export interface Spot {
  x: number;
  y: number;
  ahead: boolean;
  far: number;
}

/** The scene on a canvas: drawn when something changed, and at no other time. */
export class Stage {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(AROUND_FOV, 1, 0.05, 4000);
  readonly pieces = new Map<string, Piece>();
  /** Figures and marks that are no part of the site. */
  readonly marks = new Group();
  readonly renderer: WebGLRenderer;
  readonly controls: OrbitControls;
  readonly software: boolean;
  asVisitor = false;
  /** Nothing but the site itself is shown. */
  bare = false;
  private readonly budget: Budget;
  private readonly link = link();
  private readonly loader: Loader;
  private readonly grid = new GridHelper(1, 20, "#8a6a3c", "#8a6a3c");
  private readonly sizes: ResizeObserver;
  private sky: Sky | null = null;
  private waiting = 0;
  private light_ = "";

  /** Throws where there is no WebGL. `drawn` is called after each frame. */
  constructor(readonly canvas: HTMLCanvasElement, private readonly before: () => void, private readonly drawn: () => void) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true });
    this.software = isSoftware(this.renderer.getContext());
    this.budget = this.software ? { ...budget(), spare: Infinity, shadows: false } : budget();
    this.loader = new Loader(this.renderer);
    this.renderer.toneMapping = ACESFilmicToneMapping;
    this.renderer.toneMappingExposure = 1.15;
    this.renderer.shadowMap.enabled = this.budget.shadows;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.renderer.shadowMap.autoUpdate = false;
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.maxPolarAngle = Math.PI * 0.58;
    this.controls.zoomToCursor = true;
    this.controls.addEventListener("change", () => this.invalidate());
    this.grid.material.transparent = true;
    this.grid.material.opacity = 0.3;
    this.scene.add(this.marks, this.grid);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(canvas);
    this.fit();
  }

  /** Draw once more. */
  invalidate(): void {
    if (this.waiting === 0) this.waiting = requestAnimationFrame(() => this.draw());
  }

  add(model: Model): Piece {
    const piece = new Piece(model.id, model, this.budget, this.link, this.loader, () => this.refresh());
    this.pieces.set(model.id, piece);
    this.scene.add(piece.root);
    return piece;
  }

  remove(id: string): void {
    this.pieces.get(id)?.leave();
    this.pieces.delete(id);
    this.refresh();
  }

  /** Sun and sky, as visitors see them. */
  light(background: string, sun: Vector): void {
    const wanted = JSON.stringify([background, sun]);
    if (wanted === this.light_) return;
    this.light_ = wanted;
    const old = this.sky;
    this.sky = paintSky(this.scene, background, sun, this.budget.shadows);
    if (old) {
      this.scene.remove(old.group);
      old.sun.dispose();
      for (const mesh of meshesIn(old.group)) [mesh.geometry, ...[mesh.material].flat() as Material[]].forEach((each) => each.dispose());
    }
    this.refresh();
  }

  /** Something moved: shadows and picture are made anew. */
  refresh(): void {
    const box = this.box;
    this.sizeGrid(box);
    if (this.sky && this.budget.shadows && !box.isEmpty()) {
      fitShadow(this.sky.sun, box.getCenter(new Vector3()), Math.min(box.getSize(new Vector3()).length() / 2, 180));
      this.renderer.shadowMap.needsUpdate = true;
    }
    this.invalidate();
  }

  /** Everything that can be seen; empty before anything came. */
  get box(): Box3 {
    const box = new Box3();
    for (const piece of this.pieces.values()) if (!piece.walkable) box.union(piece.box);
    return box;
  }

  /** Look at a box from where one stands, or from in front and above; `near` fills the picture with it. */
  look(box: Box3, from?: Vector3): void {
    if (box.isEmpty()) return;
    const [centre, radius] = [box.getCenter(new Vector3()), Math.max(0.3, box.getSize(new Vector3()).length() / 2)];
    const direction = from ?? this.camera.position.clone().sub(this.controls.target);
    if (direction.lengthSq() < 1e-6) direction.set(0.5, 0.5, 1);
    const half = Math.sin(Math.atan(Math.min(1, this.camera.aspect) * Math.tan((this.camera.fov * Math.PI) / 360)));
    this.controls.target.copy(centre);
    this.camera.position.copy(centre).addScaledVector(direction.normalize(), (radius * 1.05) / half);
    this.controls.update();
    this.invalidate();
  }

  /** Look at a place from where one is, or go nearer where it is small; `radius` is what is to be seen round it. */
  near(point: Vector, radius: number): void {
    const centre = new Vector3(...point);
    this.look(new Box3(centre.clone().subScalar(radius), centre.addScalar(radius)));
  }

  /** Behind and above somebody who stood in the scene, looking where they are. */
  backFrom({ position, orientation }: Pose): void {
    const away = new Vector3(...axes(orientation).forward).multiplyScalar(-1).setY(0.45);
    this.near(position, 3);
    this.look(new Box3().setFromCenterAndSize(this.controls.target, new Vector3(5, 5, 5)), away);
  }

  /** Height of the first surface under a point, whatever it belongs to but for one piece; the scene's floor where there is none. */
  below(x: number, y: number, z: number, besides = ""): number {
    const caster = new Raycaster(new Vector3(x, y, z), new Vector3(0, -1, 0));
    const roots = [...this.pieces.values()].filter(({ id }) => id !== besides).map(({ root }) => root);
    return caster.intersectObjects(roots, true)[0]?.point.y ?? 0;
  }

  /** Go round what is looked at: radians to the right and up, and how much nearer (below 1) or farther. */
  steer(right: number, up: number, zoom = 1): void {
    const offset = this.camera.position.clone().sub(this.controls.target);
    const [length, turn] = [offset.length() * zoom, Math.atan2(offset.x, offset.z) + right];
    const height = Math.max(-0.24, Math.min(1.55, Math.asin(offset.y / offset.length()) + up));
    offset.set(Math.sin(turn) * Math.cos(height), Math.sin(height), Math.cos(turn) * Math.cos(height)).multiplyScalar(length);
    this.camera.position.copy(this.controls.target).add(offset);
    this.controls.update();
    this.invalidate();
  }

  /** As a visitor's head or from around: the lens, the haze, and who moves the camera. */
  visiting(on: boolean): void {
    this.asVisitor = on;
    this.controls.enabled = !on;
    this.camera.fov = on ? 62 : AROUND_FOV;
    this.camera.updateProjectionMatrix();
    this.invalidate();
  }

  /** A ray through a place on the canvas, in pixels of the page. */
  ray(x: number, y: number): Raycaster {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const caster = new Raycaster();
    caster.setFromCamera(new Vector2((2 * (x - left)) / width - 1, 1 - (2 * (y - top)) / height), this.camera);
    return caster;
  }

  /** The first surface that visitors can see under a place on the canvas. */
  hit(x: number, y: number, besides = ""): Intersection | undefined {
    const roots = [...this.pieces.values()].filter((piece) => !piece.walkable && piece.id !== besides).map(({ root }) => root);
    return this.ray(x, y).intersectObjects(roots, true)[0];
  }

  /** Which of some objects is under a place on the canvas, whatever stands before it. */
  under(x: number, y: number, objects: Object3D[]): Intersection | undefined {
    return this.ray(x, y).intersectObjects(objects, true)[0];
  }

  /** Where a point of the scene is on the canvas. */
  spot(point: Vector): Spot {
    const seen = new Vector3(...point).applyMatrix4(this.camera.matrixWorldInverse);
    const far = -seen.z;
    const { x, y } = seen.applyMatrix4(this.camera.projectionMatrix);
    return { x: ((x + 1) / 2) * this.canvas.clientWidth, y: ((1 - y) / 2) * this.canvas.clientHeight, ahead: far > 0, far };
  }

  leave(): void {
    cancelAnimationFrame(this.waiting);
    this.waiting = -1;
    this.sizes.disconnect();
    this.controls.dispose();
    for (const piece of this.pieces.values()) piece.leave();
    this.renderer.dispose();
  }

  private fit(): void {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.camera.aspect = clientWidth / clientHeight;
    this.camera.updateProjectionMatrix();
    this.renderer.setPixelRatio(this.software ? 1 : this.budget.pixelRatio);
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.invalidate();
  }

  private draw(): void {
    this.waiting = 0;
    this.before();
    this.grid.visible = this.marks.visible = !this.asVisitor && !this.bare;
    this.range();
    const eyes = [{ camera: this.camera, width: this.canvas.width, height: this.canvas.height }];
    const more = [...this.pieces.values()].map((piece) => piece.stream(eyes, this.budget.tileError)).some(Boolean);
    this.renderer.render(this.scene, this.camera);
    this.drawn();
    if (more) setTimeout(() => this.invalidate(), MORE_MS);
  }

  /** A lens for a coin and for a circus; haze only where visitors have it. */
  private range(): void {
    const far = !this.asVisitor ? this.camera.position.distanceTo(this.controls.target) : 10;
    const [near, most] = !this.asVisitor ? [Math.max(0.005, far / 400), far * 40 + 2000] : [0.1, 4000];
    const fog = this.scene.fog as Fog | null;
    if (fog) [fog.near, fog.far] = this.asVisitor ? [220, 1400] : [1e6, 2e6];
    if (near !== this.camera.near || most !== this.camera.far) {
      [this.camera.near, this.camera.far] = [near, most];
      this.camera.updateProjectionMatrix();
    }
    this.camera.updateMatrixWorld();
  }

  private sizeGrid(box: Box3): void {
    const size = box.isEmpty() ? 20 : Math.max(2, box.getSize(new Vector3()).length() * 1.4);
    const cell = 10 ** Math.ceil(Math.log10(size / 20));
    this.grid.scale.setScalar(cell * 20);
  }
}
