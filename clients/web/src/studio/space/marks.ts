import { AdditiveBlending, BufferGeometry, Color, DoubleSide, Float32BufferAttribute, Group, InstancedMesh, Line, LineBasicMaterial, Mesh, MeshBasicMaterial, Points, PointsMaterial, SphereGeometry } from "three";
import type { Object3D } from "three";
import type { Vector } from "../../wire.gen";
import { ringsOf } from "./outline";
import { meshesIn } from "./piece";

const ACCENT = new Color("#ffb84d");
const OVER = { depthTest: false, depthWrite: false, transparent: true } as const;

/** What is drawn over the site while it is annotated: how large a thing is, its outline, and the part under the pointer. */
export class Marks {
  readonly group = new Group();
  private readonly sphere = new Mesh(new SphereGeometry(1, 40, 24), new MeshBasicMaterial({ color: ACCENT, opacity: 0.16, side: DoubleSide, transparent: true, depthWrite: false }));
  private readonly rim = new Mesh(new SphereGeometry(1, 40, 24), new MeshBasicMaterial({ color: ACCENT, opacity: 0.1, wireframe: true, transparent: true, depthWrite: false }));
  private readonly lines = new Group();
  private readonly drawn = new Group();
  private readonly part = new Group();
  private readonly line = new LineBasicMaterial({ color: ACCENT, ...OVER });
  private readonly dots = new PointsMaterial({ color: ACCENT, size: 11, sizeAttenuation: false, ...OVER });
  private readonly glow = new MeshBasicMaterial({ color: ACCENT, opacity: 0.5, transparent: true, depthWrite: false, blending: AdditiveBlending, polygonOffset: true, polygonOffsetFactor: -2, polygonOffsetUnits: -2 });
  private shown: Object3D | undefined;

  constructor() {
    this.group.add(this.sphere, this.rim, this.lines, this.drawn, this.part);
    this.size(undefined);
  }

  /** How large the chosen thing is. */
  size(of: { position: Vector; radius: number } | undefined): void {
    for (const ball of [this.sphere, this.rim]) {
      ball.visible = of !== undefined;
      if (of) ball.position.set(...of.position);
      if (of) ball.scale.setScalar(of.radius);
      ball.renderOrder = 4;
    }
  }

  /** The outline of the chosen thing, as well-known text. */
  outline(text: string): void {
    empty(this.lines);
    for (const ring of ringsOf(text)) this.lines.add(over(new Line(pointsOf(ring), this.line)));
  }

  /** The outline that is being drawn. */
  drawing(points: readonly Vector[]): void {
    empty(this.drawn);
    if (points.length === 0) return;
    const geometry = pointsOf(points);
    this.drawn.add(over(new Line(geometry, this.line)), over(new Points(geometry, this.dots)));
  }

  /** Have a part of a model shine; true where that is another than before. */
  shine(part: Object3D | undefined): boolean {
    if (part === this.shown) return false;
    this.shown = part;
    this.part.clear();
    if (part) for (const mesh of meshesIn(part)) this.part.add(this.shining(mesh));
    return true;
  }

  private shining(mesh: Mesh): Mesh {
    const copy = mesh instanceof InstancedMesh ? new InstancedMesh(mesh.geometry, this.glow, mesh.count) : new Mesh(mesh.geometry, this.glow);
    if (copy instanceof InstancedMesh) copy.instanceMatrix = (mesh as InstancedMesh).instanceMatrix;
    copy.matrixAutoUpdate = false;
    copy.matrix.copy(mesh.matrixWorld);
    copy.matrixWorldNeedsUpdate = true;
    copy.renderOrder = 4;
    return copy;
  }
}

function pointsOf(points: readonly Vector[]): BufferGeometry {
  return new BufferGeometry().setAttribute("position", new Float32BufferAttribute(points.flat(), 3));
}

function over<T extends Object3D>(object: T): T {
  object.renderOrder = 6;
  return object;
}

function empty(group: Group): void {
  for (const child of group.children) (child as Line).geometry.dispose();
  group.clear();
}
