import { Box3, Group, Matrix4, Mesh, Points, Vector3 } from "three";
import type { BufferGeometry, Object3D } from "three";
import { Ground } from "../ground";
import { Backoff } from "../backoff";
import type { Link } from "../link";
import { insist } from "../site";
import type { Model } from "../site";
import type { Budget } from "./budget";
import type { Loader } from "./loader";
import { sizePoints } from "./points";
import type { Eye, Tiles } from "./tiles";

export interface ModelEvents {
  /** Bytes of the first picture that have come, and how many there will be. */
  progress(loaded: number, total: number): void;
  /** A level is ready to be drawn in place of the one before it; resolves when it may be freed. */
  swap(next: Object3D, before: Object3D | null): Promise<void>;
  ground(ground: Ground): void;
  /** A file could not be fetched; it is being tried again. */
  trouble(): void;
  /** Files come again. */
  relief(): void;
}

/** What tiles fetch before they show more than a level does. */
const TILES_BYTES = 3_000_000;

/** The models of one scene, which arrive lightest first and grow finer in place. */
export class Models {
  readonly group = new Group();
  private readonly shown = new Map<string, { level: number; object: Object3D }>();
  private readonly abort = new AbortController();
  private refining: Promise<void> | null = null;
  private readonly tiles = new Map<string, Tiles>();

  constructor(
    private readonly models: Model[],
    private readonly budget: Budget,
    private readonly link: Link,
    private readonly loader: Loader,
    private readonly events: ModelEvents,
  ) {}

  /** The level every visible model has reached at least; -1 before the first picture. */
  get level(): number {
    const visible = this.models.filter((model) => model.role === "visible");
    return Math.min(...visible.map((model) => this.reached(model)));
  }

  /** What the tiles of all models are doing. */
  get streaming(): { covering: number; visible: number; bytes: number; loading: number; failed: number } {
    const all = [...this.tiles.values()].map((tiles) => tiles.stats);
    const sum = (pick: (stats: Tiles["stats"]) => number) => all.reduce((total, stats) => total + pick(stats), 0);
    const covering = [...this.tiles.values()].filter((tiles) => tiles.covering).length;
    return { covering, visible: sum((s) => s.visible), bytes: sum((s) => s.bytes), loading: sum((s) => s.loading), failed: sum((s) => s.failed) };
  }

  /** Before each frame: let tiles come and go; a level steps aside for the tiles that are finer. */
  stream(eyes: Eye[], target: number, session: XRSession | null): void {
    for (const [id, tiles] of this.tiles) {
      tiles.update(eyes, target, session);
      if (tiles.covering) this.shown.get(id)?.object.removeFromParent();
    }
  }

  /** Resolves when the lightest level of everything is in place. */
  async first(): Promise<void> {
    const firsts = this.models.filter((model) => model.levels.length > 0);
    const total = firsts.reduce((sum, model) => sum + model.levels[0]!.bytes, 0);
    const loaded = new Map<string, number>();
    for (const role of ["visible", "walkable"] as const) {
      await Promise.all(
        firsts.filter((model) => model.role === role).map((model) =>
          this.lightest(model, (share) => {
            loaded.set(model.id, Math.min(1, share) * model.levels[0]!.bytes);
            this.events.progress([...loaded.values()].reduce((sum, n) => sum + n, 0), total);
          }),
        ),
      );
    }
    await Promise.all(this.models.filter((model) => model.levels.length === 0).map((model) => this.tile(model)));
    this.events.progress(1, 1);
  }

  /** Resolves when everything is as fine as the device and the line can carry; may be asked for again when they can carry more. */
  refine(): Promise<void> {
    return (this.refining ??= this.grow().finally(() => (this.refining = null)));
  }

  private async grow(): Promise<void> {
    const all = this.models.filter((model) => model.role === "visible");
    const tiled = await Promise.all(all.map((model) => this.tile(model)));
    const visible = all.filter((_, number) => !tiled[number]);
    const deepest = Math.max(0, ...visible.map((model) => model.levels.length - 1));
    for (let level = 1; level <= deepest; level++) {
      for (const model of visible) {
        const wanted = level < model.levels.length && level < Math.max(1, model.levels.length - this.budget.spare);
        if (wanted && level > (this.shown.get(model.id)?.level ?? -1) && this.link.affords(this.link.choose(model.levels[level]!).bytes)) {
          await this.load(model, level, () => undefined);
        }
      }
    }
  }

  /** Nobody wants to see this scene any more. */
  leave(): void {
    this.abort.abort();
    for (const tiles of this.tiles.values()) tiles.leave();
    this.tiles.clear();
    for (const { object } of this.shown.values()) free(object);
  }

  private reached(model: Model): number {
    const level = this.shown.get(model.id)?.level ?? -1;
    const tiles = this.tiles.get(model.id);
    if (tiles?.covering === true) return Math.max(level, model.levels.length);
    return tiles?.settled === true ? Math.max(level, 0) : level;
  }

  /** Draw a model's tiles from now on; false where it has none, where they cannot be had, or where little is wanted. */
  private async tile(model: Model): Promise<boolean> {
    if (!model.tiles || (this.budget.spare === Infinity && model.levels.length > 0)) return false;
    if (this.tiles.has(model.id)) return true;
    if (model.levels.length > 0 && !this.link.affords(TILES_BYTES)) return false;
    const backoff = new Backoff();
    const { Tiles } = await insist(() => import("./tiles"), () => backoff.next(), () => this.events.trouble(), this.abort.signal);
    this.abort.signal.throwIfAborted();
    const memory = this.budget.tileMemory / this.models.filter((each) => each.tiles).length;
    const tiles = new Tiles(model, this.loader, memory, this.events);
    this.tiles.set(model.id, tiles);
    this.group.add(tiles.group);
    const works = await tiles.ready;
    if (works) return true;
    tiles.leave();
    this.tiles.delete(model.id);
    return false;
  }

  /** The lightest level that can be read. */
  private async lightest(model: Model, progress: (share: number) => void): Promise<void> {
    for (let level = 0; level < model.levels.length; level++) {
      if (await this.load(model, level, progress)) return;
    }
  }

  /** Fetch a level until it comes and put it in place; false where it came and is no model. */
  private async load(model: Model, level: number, progress: (share: number) => void): Promise<boolean> {
    const backoff = new Backoff();
    const file = this.link.choose(model.levels[level]!);
    const bytes = await insist(
      () => fetchBytes(file.url, (bytes) => progress(bytes / file.bytes), this.abort.signal, this.link),
      () => backoff.next(),
      () => this.events.trouble(),
      this.abort.signal,
    );
    const object = await this.parse(bytes);
    this.abort.signal.throwIfAborted();
    if (object === null) return false;
    object.position.set(...model.position);
    object.quaternion.set(...model.orientation);
    object.scale.setScalar(model.scale);
    object.updateMatrixWorld(true);
    if (model.role === "walkable") {
      this.events.ground(new Ground(trianglesOf(object)));
      free(object);
      return true;
    }
    sizePoints(object);
    const before = this.shown.get(model.id)?.object ?? null;
    await this.events.swap(object, before);
    this.shown.set(model.id, { level, object });
    if (before !== null) free(before);
    return true;
  }

  private async parse(bytes: ArrayBuffer): Promise<Object3D | null> {
    try {
      return (await this.loader.parseAsync(bytes, "")).scene as Object3D;
    } catch (error) {
      console.warn(error);
      return null;
    }
  }
}

/** The sphere around an object, metres. */
export function around(object: Object3D): { centre: Vector3; radius: number } {
  const box = new Box3().setFromObject(object);
  return { centre: box.getCenter(new Vector3()), radius: box.getSize(new Vector3()).length() / 2 };
}

async function fetchBytes(url: string, progress: (bytes: number) => void, signal: AbortSignal, link: Link): Promise<ArrayBuffer> {
  const begun = performance.now();
  const response = await fetch(url, { signal });
  if (!response.ok || response.body === null) throw new Error(`${url}: HTTP ${response.status}`);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value);
    length += read.value.length;
    progress(length);
  }
  link.took(length, (performance.now() - begun) / 1000);
  return new Blob(pieces).arrayBuffer();
}

function meshesOf(object: Object3D): Mesh[] {
  const meshes: Mesh[] = [];
  object.traverse((child) => {
    if (child instanceof Mesh) meshes.push(child as Mesh);
  });
  return meshes;
}

function drawnOf(object: Object3D): (Mesh | Points)[] {
  const drawn: (Mesh | Points)[] = [];
  object.traverse((child) => {
    if (child instanceof Mesh || child instanceof Points) drawn.push(child as Mesh | Points);
  });
  return drawn;
}

/** Three corners a triangle of everything under an object, in the scene. */
export function trianglesOf(object: Object3D): Float32Array {
  const corners: number[] = [];
  for (const mesh of meshesOf(object)) pushTriangles(mesh.geometry, mesh.matrixWorld, corners);
  return Float32Array.from(corners);
}

function pushTriangles(geometry: BufferGeometry, matrix: Matrix4, corners: number[]): void {
  const position = geometry.getAttribute("position");
  const count = geometry.index?.count ?? position.count;
  const corner = new Vector3();
  for (let i = 0; i < count; i++) {
    corner.fromBufferAttribute(position, geometry.index?.getX(i) ?? i).applyMatrix4(matrix);
    corners.push(corner.x, corner.y, corner.z);
  }
}

/** Give the graphics memory of a level back. */
function free(object: Object3D): void {
  for (const mesh of drawnOf(object)) {
    mesh.geometry.dispose();
    for (const material of Array.isArray(mesh.material) ? mesh.material : [mesh.material]) {
      for (const value of Object.values(material)) {
        if (value !== null && typeof value === "object" && (value as { isTexture?: boolean }).isTexture) {
          (value as { dispose(): void }).dispose();
        }
      }
      material.dispose();
    }
  }
}
