import { BackSide, Mesh, MeshBasicMaterial, SphereGeometry } from "three";

const OUT_S = 0.14;
const IN_S = 0.24;

/** A short darkness between two places: jumping without it makes people dizzy. */
export class Fade {
  /** Hangs on the camera. */
  readonly mesh: Mesh<SphereGeometry, MeshBasicMaterial>;
  private action: (() => void) | null = null;

  constructor() {
    const material = new MeshBasicMaterial({ color: "#0c0907", transparent: true, opacity: 0, side: BackSide, depthTest: false, fog: false });
    this.mesh = new Mesh(new SphereGeometry(0.4, 12, 8), material);
    this.mesh.renderOrder = 2000;
    this.mesh.visible = false;
  }

  /** Grow dark, do `action`, grow light; a second call before the dark replaces the first. */
  through(action: () => void): void {
    this.action = action;
  }

  update(dt: number): void {
    const { material } = this.mesh;
    if (this.action !== null) {
      material.opacity = Math.min(1, material.opacity + dt / OUT_S);
      if (material.opacity === 1) this.act();
    } else if (material.opacity > 0) {
      material.opacity = Math.max(0, material.opacity - Math.min(dt, 0.05) / IN_S);
    }
    this.mesh.visible = material.opacity > 0;
  }

  private act(): void {
    const action = this.action;
    this.action = null;
    action?.();
  }
}
