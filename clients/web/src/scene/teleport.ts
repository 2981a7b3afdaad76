import { BufferAttribute, BufferGeometry, DoubleSide, Group, Line, LineBasicMaterial, Mesh, MeshBasicMaterial, RingGeometry } from "three";
import type { Arc } from "../arc";
import type { Vector } from "../wire.gen";

const MOST_POINTS = 80;

/** The thrown line and the ring where one would land. */
export class TeleportMarker {
  readonly group = new Group();
  private readonly points = new BufferAttribute(new Float32Array(MOST_POINTS * 3), 3);
  private readonly line: Line<BufferGeometry, LineBasicMaterial>;
  private readonly ring: Mesh<RingGeometry, MeshBasicMaterial>;

  constructor() {
    const geometry = new BufferGeometry().setAttribute("position", this.points);
    this.line = new Line(geometry, new LineBasicMaterial({ color: "#ffca7a", transparent: true, opacity: 0.9, fog: false }));
    this.line.frustumCulled = false;
    const flat = new RingGeometry(0.24, 0.32, 40).rotateX(-Math.PI / 2);
    this.ring = new Mesh(flat, new MeshBasicMaterial({ color: "#ffca7a", transparent: true, opacity: 0.9, side: DoubleSide, fog: false }));
    this.group.add(this.line, this.ring);
    this.hide();
  }

  show({ points, landing }: Arc): void {
    this.group.visible = true;
    points.forEach((point: Vector, i) => this.points.setXYZ(i, ...point));
    this.points.needsUpdate = true;
    this.line.geometry.setDrawRange(0, points.length);
    this.line.material.color.set(landing === null ? "#a3563c" : "#ffca7a");
    this.ring.visible = landing !== null;
    if (landing !== null) this.ring.position.set(landing[0], landing[1] + 0.03, landing[2]);
  }

  hide(): void {
    this.group.visible = false;
  }
}
