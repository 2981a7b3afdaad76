import {
  BackSide, Color, DirectionalLight, Fog, Group, HemisphereLight, Mesh, ShaderMaterial, SphereGeometry, Vector3,
} from "three";
import type { Scene } from "three";
import type { Vector } from "../wire.gen";

const vertexShader = /* glsl */ `
varying vec3 ray;
void main() {
  ray = position;
  vec4 clip = projectionMatrix * mat4(mat3(modelViewMatrix)) * vec4(position, 1.0);
  gl_Position = clip.xyww;
}`;

const fragmentShader = /* glsl */ `
uniform vec3 zenith, horizon, ground, glow, sun;
varying vec3 ray;
void main() {
  vec3 dir = normalize(ray);
  float up = clamp(dir.y, 0.0, 1.0);
  vec3 sky = mix(horizon, zenith, pow(up, 0.55));
  float facing = max(dot(dir, sun), 0.0);
  sky += glow * (0.28 * pow(facing, 6.0) + 0.35 * pow(facing, 48.0) + 6.0 * smoothstep(0.99955, 0.9998, facing));
  gl_FragColor = vec4(mix(sky, ground, smoothstep(0.0, -0.06, dir.y)), 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}`;

/** Sun, sky and haze of a site. */
export interface Sky {
  group: Group;
  sun: DirectionalLight;
}

/** Paint a sky from its colour (`#rrggbb`) and the direction towards the sun, and light the scene with it. */
export function paintSky(scene: Scene, background: string, towardsSun: Vector, shadows: boolean): Sky {
  const colours = palette(new Color(background));
  const direction = new Vector3(...towardsSun).normalize();
  const group = new Group();
  group.add(dome(colours, direction));
  group.add(new HemisphereLight(colours.zenith.clone().lerp(new Color("#ffffff"), 0.62), "#9c8463", 2.1));
  const sun = sunlight(direction, shadows);
  group.add(sun, sun.target);
  scene.fog = new Fog(colours.horizon, 220, 1400);
  scene.add(group);
  return { group, sun };
}

function palette(background: Color) {
  return {
    zenith: background.clone().offsetHSL(0.012, 0.2, -0.27),
    horizon: background.clone().lerp(new Color("#fbe6c4"), 0.38),
    ground: new Color("#b79f7c"),
    glow: new Color("#ffdca6"),
  };
}

function dome(colours: ReturnType<typeof palette>, sun: Vector3): Mesh {
  const uniforms = { ...wrap(colours), sun: { value: sun } };
  const material = new ShaderMaterial({ vertexShader, fragmentShader, uniforms, side: BackSide, depthWrite: false, fog: false });
  const mesh = new Mesh(new SphereGeometry(1, 32, 16), material);
  mesh.frustumCulled = false;
  mesh.renderOrder = -1;
  return mesh;
}

function wrap(colours: Record<string, Color>): Record<string, { value: Color }> {
  return Object.fromEntries(Object.entries(colours).map(([name, value]) => [name, { value }]));
}

function sunlight(direction: Vector3, shadows: boolean): DirectionalLight {
  const sun = new DirectionalLight("#fff0d6", 3.7);
  sun.position.copy(direction).multiplyScalar(300);
  if (!shadows) return sun;
  sun.castShadow = true;
  sun.shadow.mapSize.set(4096, 4096);
  sun.shadow.bias = -0.0006;
  sun.shadow.normalBias = 0.25;
  return sun;
}

/** Fit the sun's shadow around a sphere: centre and radius in metres. */
export function fitShadow(sun: DirectionalLight, centre: Vector3, radius: number): void {
  const direction = sun.position.clone().sub(sun.target.position).normalize();
  sun.target.position.copy(centre);
  sun.position.copy(centre).addScaledVector(direction, radius * 2);
  const camera = sun.shadow.camera;
  camera.left = camera.bottom = -radius;
  camera.right = camera.top = radius;
  camera.near = radius * 0.5;
  camera.far = radius * 3.5;
  camera.updateProjectionMatrix();
}
