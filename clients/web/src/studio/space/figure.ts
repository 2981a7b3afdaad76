import { CapsuleGeometry, CircleGeometry, DoubleSide, Group, Mesh, MeshBasicMaterial, MeshLambertMaterial, RingGeometry, Shape, ShapeGeometry, SphereGeometry } from "three";
import { yawOf } from "../../pose";
import type { Quaternion, Vector } from "../../wire.gen";

const BODY = new CapsuleGeometry(0.2, 0.95, 4, 12).translate(0, 0.72, 0);
const HEAD = new SphereGeometry(0.15, 16, 12).translate(0, 1.56, 0);
const DISC = new CircleGeometry(0.42, 32).rotateX(-Math.PI / 2);
const RING = new RingGeometry(0.62, 0.86, 40).rotateX(-Math.PI / 2);
const ARROW = new ShapeGeometry(arrow()).rotateX(-Math.PI / 2);
/** Wider than what is seen, so that a finger finds it. */
const GRIP = new RingGeometry(0.5, 1.7, 24).rotateX(-Math.PI / 2);

export const ENTRANCE = "#e6ad58";
export const STOP = "#7fb2d6";

/** Somebody who stands in the scene: the body is dragged to another place, the ring with its arrow is turned. */
export class Figure {
  readonly group = new Group();
  readonly body = new Group();
  readonly ring = new Group();

  constructor(colour: string, turns: boolean) {
    const [skin, flat] = [new MeshLambertMaterial({ color: colour, emissive: colour, emissiveIntensity: 0.35 }), new MeshBasicMaterial({ color: colour, transparent: true, opacity: 0.85, side: DoubleSide, depthTest: false })];
    this.body.add(new Mesh(BODY, skin), new Mesh(HEAD, skin), lifted(new Mesh(DISC, flat)));
    this.group.add(this.body);
    if (!turns) return;
    const grip = new Mesh(GRIP, new MeshBasicMaterial({ visible: false, side: DoubleSide }));
    this.ring.add(lifted(new Mesh(RING, flat)), lifted(new Mesh(ARROW, flat)), grip);
    this.group.add(this.ring);
  }

  /** Feet, and where they point; seen from afar it is drawn larger by `size`. */
  stand(feet: Vector, orientation: Quaternion | undefined): void {
    this.group.position.set(...feet);
    if (orientation) this.group.rotation.y = yawOf(orientation);
    this.group.updateMatrixWorld(true);
  }

  /** Large enough to be seen from `far` metres away. */
  size(far: number): void {
    this.group.scale.setScalar(Math.max(1, far / 42));
  }
}

function lifted(mesh: Mesh): Mesh {
  mesh.position.y = 0.03;
  mesh.renderOrder = 5;
  return mesh;
}

/** Points ahead, which is −Z once it lies flat. */
function arrow(): Shape {
  const shape = new Shape();
  shape.moveTo(-0.3, 0.95);
  shape.lineTo(0.3, 0.95);
  shape.lineTo(0, 1.6);
  shape.closePath();
  return shape;
}
