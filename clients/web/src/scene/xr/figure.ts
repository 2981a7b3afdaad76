import { DoubleSide, Group, LatheGeometry, Mesh, ShaderMaterial, Vector2, Vector3 } from "three";
import type { Vector } from "../../wire.gen";

const HEIGHT = 1.62;
/** A hooded robe from the ground to the crown: radius and height, metres. */
const ROBE: readonly (readonly [number, number])[] = [
  [0.33, 0], [0.3, 0.1], [0.27, 0.35], [0.235, 0.65], [0.2, 0.9], [0.19, 1.02], [0.205, 1.14], [0.215, 1.24], [0.2, 1.32], [0.15, 1.375],
  [0.095, 1.41], [0.088, 1.44], [0.105, 1.49], [0.118, 1.55], [0.115, 1.61], [0.092, 1.67], [0.05, 1.715], [0, 1.73],
];

const VERTEX = `
varying vec3 facing; varying vec3 eye; varying float high;
void main() {
  vec4 seen = modelViewMatrix * vec4(position, 1.0);
  facing = normalize(normalMatrix * normal);
  eye = normalize(-seen.xyz);
  high = position.y;
  gl_Position = projectionMatrix * seen;
}`;
/** Clear in the middle, bright at its rim, and lost towards the ground. */
const FRAGMENT = `
uniform float presence; uniform float seconds;
varying vec3 facing; varying vec3 eye; varying float high;
void main() {
  float rim = pow(1.0 - abs(dot(normalize(facing), normalize(eye))), 1.6);
  float folds = 0.5 + 0.5 * sin(high * 26.0 - seconds * 1.7);
  float body = mix(0.34, 0.95, rim) + 0.06 * folds;
  float rise = smoothstep(0.02, 0.85, high);
  vec3 light = mix(vec3(1.0, 0.62, 0.24), vec3(1.0, 0.93, 0.76), 0.25 + 0.75 * rim * rise);
  gl_FragColor = vec4(light, presence * body * (0.16 + 0.84 * rise));
  #include <colorspace_fragment>
}`;

/** The guide as a figure of light: a hooded robe, and a lantern in its hand. */
export class Figure {
  readonly group = new Group();
  /** Radians. */
  yaw = 0;
  /** 0 to 1: how much of it is there. */
  presence = 0;
  private readonly light = new ShaderMaterial({
    vertexShader: VERTEX, fragmentShader: FRAGMENT, transparent: true, depthWrite: false, side: DoubleSide, uniforms: { presence: { value: 0 }, seconds: { value: 0 } },
  });
  private swing = 0;

  constructor(private readonly still: boolean) {
    const robe = new LatheGeometry(ROBE.map(([r, y]) => new Vector2(r, y)), 28).scale(1, 1, 0.82);
    this.group.add(new Mesh(robe, this.light));
    this.group.visible = false;
  }

  get feet(): Vector {
    return this.group.position.toArray() as Vector;
  }

  /** Where the lantern hangs from its hand, scene space. */
  get hand(): Vector3 {
    return new Vector3(0.36, 1.08, -0.2).applyAxisAngle(new Vector3(0, 1, 0), this.yaw).add(this.group.position);
  }

  get eyes(): Vector3 {
    return this.group.position.clone().setY(this.group.position.y + HEIGHT);
  }

  /** Stand at `feet`, turning towards `yaw`; `there` is whether it should be seen, `going` whether it walks. */
  update(feet: Vector, yaw: number, there: boolean, going: boolean, dt: number): void {
    this.presence = Math.max(0, Math.min(1, this.presence + (there ? dt : -dt) / 0.7));
    const turn = Math.atan2(Math.sin(yaw - this.yaw), Math.cos(yaw - this.yaw));
    this.yaw += turn * (1 - Math.exp(-4 * dt));
    this.swing += going && !this.still ? dt * 7 : 0;
    this.group.position.set(feet[0], feet[1] + (going && !this.still ? 0.018 * Math.abs(Math.sin(this.swing)) : 0), feet[2]);
    this.group.rotation.y = this.yaw;
    this.group.visible = this.presence > 0.01;
    this.light.uniforms["presence"]!.value = this.presence;
    if (!this.still) this.light.uniforms["seconds"]!.value += dt;
  }
}
