import { Color, Mesh, Raycaster, Vector3 } from "three";
import type { Intersection, Object3D } from "three";

/** Metres to a roof that makes an inside, and metres to walk before looking up again: rays cost time. */
const ROOF = 14;
const WALKED = 0.8;
/** Seconds in which eyes and lantern get used to it. */
const EASE = 1.5;
/** Baked brightness of stone that is as light as the day, and darkness under a roof that says nothing of it. */
const DAY = 0.5;
const UNTOLD = 0.3;
const UP = new Vector3(0, 1, 0);

/** How dark it is where the visitor stands: one ray up now and then, and how dark the roof was made that it meets. */
export class Gloom {
  /** 0 in the open to 1 in a cave. */
  dark = 0;
  private wanted = 0;
  private readonly looked = new Vector3(Infinity, 0, 0);
  private readonly caster = new Raycaster(new Vector3(), UP, 0, ROOF);

  /** Follow a head among these models for `dt` seconds. */
  update(models: Object3D | null, head: Vector3, dt: number): void {
    if (models !== null && !(this.looked.distanceTo(head) < WALKED)) {
      this.looked.copy(head);
      this.caster.ray.origin.copy(head);
      this.wanted = darknessOf(this.caster.intersectObject(models, true)[0]);
    }
    this.dark += (this.wanted - this.dark) * Math.min(1, (2 * dt) / EASE);
  }

  /** The models are others now: look again. */
  again(): void {
    this.looked.x = Infinity;
  }
}

/** How dark what was met has been baked, 0 to 1; nothing above is the open sky. */
function darknessOf(met: Intersection | undefined): number {
  if (met === undefined) return 0;
  const colours = met.object instanceof Mesh ? met.object.geometry.getAttribute("color") : undefined;
  if (colours === undefined || !met.face) return UNTOLD;
  const { r, g, b } = new Color().fromBufferAttribute(colours, met.face.a);
  return Math.max(0, Math.min(1, 1 - (0.3 * r + 0.59 * g + 0.11 * b) / DAY));
}
