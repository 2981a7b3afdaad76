import { Box3, DoubleSide, Group, Mesh, MeshBasicMaterial, Quaternion as Turn, Vector3 } from "three";
import type { Object3D } from "three";
import type { Link } from "../../link";
import type { Budget } from "../../scene/budget";
import type { Loader } from "../../scene/loader";
import { Models } from "../../scene/models";
import type { Model } from "../../site";
import type { Eye } from "../../scene/tiles";
import type { Quaternion, Vector } from "../../wire.gen";
import type { Body } from "../sites/record";

/** Where a model stands, how it is turned, and how large it is beside its file. */
export interface Stance {
  position: Vector;
  orientation: Quaternion;
  scale: number;
}

/** What a record of a model says of it; left out means at the origin, as in its file. */
export function stanceOf(body: Body): Stance {
  return {
    position: (body["position"] as Vector | undefined) ?? [0, 0, 0],
    orientation: (body["orientation"] as Quaternion | undefined) ?? [0, 0, 0, 1],
    scale: (body["scale"] as number | undefined) ?? 1,
  };
}

export function roleOf(body: Body): "visible" | "walkable" {
  return body["role"] === "walkable" ? "walkable" : "visible";
}

const GROUND = new MeshBasicMaterial({ color: "#5fc08a", transparent: true, opacity: 0.38, side: DoubleSide, depthWrite: false, polygonOffset: true, polygonOffsetFactor: -2, polygonOffsetUnits: -2 });

/** One model on the stage: its file at the finest level this machine draws, under a root that can be moved. */
export class Piece {
  readonly root = new Group();
  /** Share of the first picture that has come, 0 to 1. */
  loaded = 0;
  broken = false;
  private readonly models: Models;
  private readonly dressed = new Map<Mesh, Mesh["material"]>();
  private role: "visible" | "walkable" = "visible";

  constructor(readonly id: string, model: Model, budget: Budget, link: Link, loader: Loader, private readonly changed: () => void) {
    const plain: Model = { ...model, role: "visible", position: [0, 0, 0], orientation: [0, 0, 0, 1], scale: 1 };
    this.models = new Models([plain], budget, link, loader, {
      progress: (done, total) => { this.loaded = done / Math.max(1, total); changed(); },
      trouble: () => { this.broken = true; changed(); },
      relief: () => { this.broken = false; changed(); },
      swap: async (next, before) => { this.swap(next, before); },
      ground: () => undefined,
    });
    this.root.add(this.models.group);
    this.root.userData["piece"] = id;
  }

  /** Resolves with the first picture; finer levels go on arriving. */
  async load(): Promise<void> {
    await this.models.first();
    this.loaded = 1;
    this.changed();
    void this.models.refine().then(this.changed, () => undefined);
  }

  place({ position, orientation, scale }: Stance): void {
    this.root.position.set(...position);
    this.root.quaternion.set(...orientation);
    this.root.scale.setScalar(scale);
    this.root.updateMatrixWorld(true);
  }

  get stance(): Stance {
    const { position, quaternion, scale } = this.root;
    return { position: position.toArray(), orientation: quaternion.toArray() as Quaternion, scale: scale.x };
  }

  get walkable(): boolean {
    return this.role === "walkable";
  }

  /** Draw it as what is seen, or as ground that is walked on and never seen. */
  dress(role: "visible" | "walkable"): void {
    this.role = role;
    for (const mesh of meshesIn(this.models.group)) {
      if (!this.dressed.has(mesh)) this.dressed.set(mesh, mesh.material);
      mesh.material = role === "walkable" ? GROUND : this.dressed.get(mesh)!;
      mesh.renderOrder = role === "walkable" ? 3 : 0;
      mesh.castShadow = mesh.receiveShadow = role === "visible";
    }
  }

  get box(): Box3 {
    return new Box3().setFromObject(this.root);
  }

  /** Before a frame: let tiles come and go; whether more are on their way. */
  stream(eyes: Eye[], target: number): boolean {
    this.models.stream(eyes, target, null);
    return this.models.streaming.loading > 0;
  }

  leave(): void {
    this.root.removeFromParent();
    this.models.leave();
  }

  private swap(next: Object3D, before: Object3D | null): void {
    this.models.group.add(next);
    if (before !== null) this.models.group.remove(before);
    this.dressed.clear();
    this.dress(this.role);
    this.root.updateMatrixWorld(true);
    this.changed();
  }
}

export function meshesIn(object: Object3D): Mesh[] {
  const found: Mesh[] = [];
  object.traverse((child) => { if (child instanceof Mesh) found.push(child as Mesh); });
  return found;
}

/** The named part of a model that holds `object`: the nearest node with a name, as its file has it; undefined for none. */
export function partOf(object: Object3D | null): Object3D | undefined {
  for (let each = object; each !== null && each.userData["piece"] === undefined; each = each.parent) {
    if (typeof each.userData["name"] === "string" && each.userData["name"] !== "") return each;
  }
  return undefined;
}

/** What takes points of a model that stood as `before` to where they are when it stands as `after`. */
export function carried(before: Stance, after: Stance): (point: Vector) => Vector {
  const [back, turn] = [new Turn(...before.orientation).normalize().invert(), new Turn(...after.orientation).normalize()];
  const [from, to] = [new Vector3(...before.position), new Vector3(...after.position)];
  return (point) => new Vector3(...point).sub(from).applyQuaternion(back).multiplyScalar(after.scale / before.scale).applyQuaternion(turn).add(to).toArray();
}
