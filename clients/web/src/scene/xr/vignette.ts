import { BufferAttribute, Mesh, MeshBasicMaterial, SphereGeometry } from "three";

/** Half the opening that stays clear, and where it is quite dark, radians; by setting. */
const OPENINGS = [null, [0.66, 1.05], [0.48, 0.86]] as const;
const RADIUS = 0.45;
const DARKEST = 0.94;
const IN = 9;
const OUT = 4;

/** The edge of the picture grows dark while it moves: whoever sees nothing stream past feels no dizziness. */
export class Vignette {
  /** Hangs on the camera. */
  readonly mesh: Mesh<SphereGeometry, MeshBasicMaterial>;
  /** How dark it is, 0 to 1. */
  strength = 0;
  private setting: 0 | 1 | 2 = 0;

  constructor() {
    const material = new MeshBasicMaterial({
      color: "#000000", vertexColors: true, transparent: true, opacity: 0, side: 1, depthTest: false, depthWrite: false, fog: false, toneMapped: false,
    });
    this.mesh = new Mesh(new SphereGeometry(RADIUS, 32, 32).rotateX(-Math.PI / 2), material);
    this.mesh.renderOrder = 900;
    this.mesh.visible = false;
    this.mesh.frustumCulled = false;
  }

  /** How much of it the visitor wants. */
  choose(setting: 0 | 1 | 2): void {
    if (setting === this.setting) return;
    this.setting = setting;
    const opening = OPENINGS[setting];
    if (opening !== null) this.mesh.geometry.setAttribute("color", shade(this.mesh.geometry, opening[0], opening[1]));
  }

  /** `moving` is how fast things stream past, 0 to 1. */
  update(moving: number, dt: number): void {
    const wanted = this.setting === 0 ? 0 : Math.min(1, moving);
    this.strength += (wanted - this.strength) * (1 - Math.exp(-(wanted > this.strength ? IN : OUT) * dt));
    this.mesh.material.opacity = DARKEST * this.strength;
    this.mesh.visible = this.strength > 0.01;
  }
}

/** Black whose alpha grows with the angle from straight ahead. */
function shade(geometry: SphereGeometry, clear: number, dark: number): BufferAttribute {
  const positions = geometry.getAttribute("position");
  const colours = new Float32Array(positions.count * 4);
  for (let i = 0; i < positions.count; i++) {
    const angle = Math.acos(Math.max(-1, Math.min(1, -positions.getZ(i) / RADIUS)));
    const t = Math.max(0, Math.min(1, (angle - clear) / (dark - clear)));
    colours[4 * i + 3] = t * t * (3 - 2 * t);
  }
  return new BufferAttribute(colours, 4);
}
