// Only ever imported lazily: what it needs is not part of the first page.
import { Group } from "three";
import type { Camera, Object3D } from "three";
import type { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { DEFAULT_LRU_CACHE, LRUCache, Scheduler } from "3d-tiles-renderer/core";
import type { Tile } from "3d-tiles-renderer/core";
import { TilesRenderer } from "3d-tiles-renderer/three";
import { Backoff } from "../backoff";
import type { Model } from "../site";
import { sizePoints, spaceSeen, spacingIn, spreadPoints } from "./points";

/** How often a tileset is asked for before the levels have to do. */
const MOST_REFUSALS = 4;
const IDLE_FRAMES = 30;

/** A camera that sees tiles, and the pixels it draws. */
export interface Eye {
  camera: Camera;
  width: number;
  height: number;
}

export interface TilesEvents {
  /** A tile did not come; it is asked for again. */
  trouble(): void;
  /** A tile came. */
  relief(): void;
}

/** A model as 3D Tiles, in the model's own place; tiles come and go with what the eyes see. */
export class Tiles {
  readonly group = new Group();
  /** Resolves when the tiles fill the view for the first time; false where the tileset cannot be had. */
  readonly ready: Promise<boolean>;
  /** Whether the tiles fill the view, so that nothing coarser is needed behind them. */
  covering = false;
  /** Whether the tiles fill the view, or the visitor looks where none are. */
  settled = false;
  private readonly tiles: TilesRenderer;
  private readonly backoff = new Backoff();
  private retrying: ReturnType<typeof setTimeout> | undefined;
  private settle: (works: boolean) => void = () => undefined;
  private loadedAll = false;
  private refusals = 0;
  private idle = 0;
  private left = false;
  private spread = false;
  private readonly spaces = new WeakMap<Tile, { scene: Object3D; metres: number }>();

  /** `memory` in bytes: what tiles out of sight are dropped beyond. */
  constructor(model: Model, loader: GLTFLoader, memory: number, private readonly events: TilesEvents) {
    this.ready = new Promise((settle) => (this.settle = settle));
    this.tiles = new TilesRenderer(model.tiles!.url);
    this.tiles.lruCache = cache(memory);
    this.tiles.registerPlugin({ name: "line", fetchData });
    this.tiles.manager.addHandler(/\.(gltf|glb)$/i, loader);
    this.tiles.group.rotation.x = -Math.PI / 2; // a tileset's frame is z-up
    this.group.position.set(...model.position);
    this.group.quaternion.set(...model.orientation);
    this.group.scale.setScalar(model.scale);
    this.group.add(this.tiles.group);
    this.listen();
  }

  /** Tiles drawn now, bytes kept, and those being fetched. */
  get stats(): { visible: number; bytes: number; loading: number; failed: number } {
    const { stats, visibleTiles } = this.tiles as TilesRenderer & { stats: Record<"queued" | "downloading" | "parsing" | "failed", number> };
    return {
      visible: visibleTiles.size,
      bytes: (this.tiles.lruCache as LRUCache & { cachedBytes: number }).cachedBytes,
      loading: stats.queued + stats.downloading + stats.parsing,
      failed: stats.failed,
    };
  }

  /** Before each frame: fetch what these eyes should see and show what has come; `target` is the error in pixels. */
  update(eyes: Eye[], target: number, session: XRSession | null): void {
    if (eyes.length === 0 || this.left) return;
    Scheduler.setXRSession(session as XRSession);
    for (const camera of [...this.tiles.cameras]) {
      if (!eyes.some((eye) => eye.camera === camera)) this.tiles.deleteCamera(camera);
    }
    for (const { camera, width, height } of eyes) {
      this.tiles.setCamera(camera);
      this.tiles.setResolution(camera, Math.max(1, width), Math.max(1, height));
    }
    this.tiles.errorTarget = target;
    this.group.updateMatrixWorld();
    this.tiles.update();
    this.covering ||= this.fills();
    if (this.spread) this.spreadAll();
    this.spread = false;
    this.settled ||= this.covering || this.nothingToSee();
    if (this.settled) this.settle(true);
  }

  /** Give everything back. */
  leave(): void {
    if (this.left) return;
    this.left = true;
    clearTimeout(this.retrying);
    this.tiles.dispose();
    this.group.removeFromParent();
    this.settle(false);
  }

  private fills(): boolean {
    if (this.tiles.visibleTiles.size === 0) return false;
    const root = this.tiles.root as { content?: unknown } | null;
    return this.loadedAll || root?.content !== undefined;
  }

  /** The visitor looks elsewhere, so that no tile is wanted. */
  private nothingToSee(): boolean {
    this.idle = this.tiles.root !== null && this.stats.loading === 0 ? this.idle + 1 : 0;
    return this.idle > IDLE_FRAMES;
  }

  private listen(): void {
    this.tiles.addEventListener("load-model", ({ scene, tile }) => {
      this.measure(scene, tile);
      this.backoff.reset();
      this.events.relief();
    });
    this.tiles.addEventListener("tile-visibility-change", () => (this.spread = true));
    this.tiles.addEventListener("tiles-load-end", () => (this.loadedAll = this.tiles.visibleTiles.size > 0));
    this.tiles.addEventListener("load-error", ({ tile, error }) => {
      const later = error instanceof Later;
      if (tile === null) this.refusals += 1;
      if (tile === null && (!later || this.refusals >= MOST_REFUSALS)) this.settle(false);
      else if (later) this.again();
      else if (tile !== null) lose(tile);
    });
  }

  /** A cloud's tiles add to each other: points shrink where finer ones have come between them. */
  private measure(scene: Object3D, tile: Tile): void {
    sizePoints(scene);
    const found = spacingIn(scene);
    if (found === null) return;
    const told = tile.geometricError || tile.parent?.geometricError || Infinity;
    this.spaces.set(tile, { scene, metres: Math.min(found, told) });
  }

  private spreadAll(): void {
    const shown = (tile: Tile) => (tile.children ?? []).filter((child) => this.tiles.visibleTiles.has(child) && this.spaces.has(child));
    for (const tile of this.tiles.visibleTiles) {
      const space = this.spaces.get(tile);
      if (space !== undefined) spreadPoints(space.scene, spaceSeen(tile, (each) => this.spaces.get(each)!.metres, shown));
    }
  }

  private again(): void {
    if (this.left) return;
    this.events.trouble();
    clearTimeout(this.retrying);
    this.retrying = setTimeout(() => this.tiles.resetFailedTiles(), this.backoff.next());
  }
}

/** What did not come may come later: the line is cut, or the server is busy. */
class Later extends Error {}

async function fetchData(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options).catch((error: unknown) => {
    throw new Later(String(error));
  });
  if (response.status >= 500 || response.status === 429) throw new Later(`${url}: HTTP ${response.status}`);
  return response;
}

/** A tile that is gone or damaged for good: what it would have replaced stays in its place. */
function lose(tile: Tile): void {
  console.warn("a tile is lost", tile.content?.uri);
  if (tile.parent !== null && tile.parent.refine !== "ADD") tile.parent.geometricError = 0;
}

function cache(memory: number): LRUCache {
  const own = new LRUCache();
  own.unloadPriorityCallback = DEFAULT_LRU_CACHE.unloadPriorityCallback;
  own.maxBytesSize = memory;
  own.minBytesSize = 0.75 * memory;
  return own;
}
