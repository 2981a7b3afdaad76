import {
  AdditiveBlending, CanvasTexture, Group, LatheGeometry, Mesh, MeshBasicMaterial, MeshStandardMaterial, PointLight, SRGBColorSpace, Sprite,
  SpriteMaterial, TorusGeometry, Vector2, Vector3,
} from "three";

const RADIUS = 0.075;
const HEIGHT = 0.22;
/** Metres in front of the visitor. */
const AHEAD = 2.3;

/** Candela and metres in the open, and what a dark place adds; voices move the light by a fifth there. */
const OPEN = { least: 0.5, voice: 1.2, reach: 6 };
const DARK = { least: 9, voice: 2, reach: 6 };

/** The guide's small floating lantern: it keeps beside the visitor, and leans towards what is being spoken of. */
export class Lantern {
  readonly group = new Group();
  /** What is spoken of, metres in scene space, or null. */
  subject: Vector3 | null = null;
  /** Half the width of the picture, in metres at a distance of one metre: the lantern keeps inside it. */
  halfWidth = 1;
  /** Loudness of the voice, 0 to 1. */
  voice = 0;
  /** Where somebody carries it, scene space; null where it floats by itself. */
  carried: Vector3 | null = null;
  /** How dark it is around, 0 to 1: the darker, the farther it shines. */
  dark = 0;
  /** Shine on nothing: its light costs too much just now. */
  spare = false;
  private readonly glow: Sprite;
  private readonly paper: MeshBasicMaterial;
  private readonly light: PointLight | null;
  private readonly target = new Vector3();
  private brightness = 0;
  private placed = false;

  constructor(lit: boolean, private readonly still: boolean) {
    this.paper = new MeshBasicMaterial({ map: paper(), toneMapped: false, fog: false });
    this.group.add(new Mesh(body(), this.paper), ...fittings());
    this.glow = new Sprite(
      new SpriteMaterial({ map: halo(), blending: AdditiveBlending, depthWrite: false, transparent: true, toneMapped: false }),
    );
    this.group.add(this.glow);
    this.light = lit ? new PointLight("#ffb45e", 1.2, 6, 2) : null;
    if (this.light !== null) this.group.add(this.light);
  }

  /** Follow a head for `dt` seconds; `seconds` is the time of the scene. */
  update(head: Vector3, forward: Vector3, dt: number, seconds: number): void {
    if (this.carried === null) this.aim(head, forward);
    else this.target.copy(this.carried);
    const bob = this.still ? 0 : 0.035 * Math.sin(seconds * 1.4);
    this.target.y += bob;
    const far = this.group.position.distanceTo(this.target) > 12;
    if (!this.placed || far) this.group.position.copy(this.target);
    else this.group.position.lerp(this.target, 1 - Math.exp(-(this.carried === null ? 2.6 : 9) * dt));
    this.placed = true;
    this.group.rotation.y = this.still ? 0 : 0.4 * Math.sin(seconds * 0.5);
    this.shine(dt, seconds);
  }

  private aim(head: Vector3, forward: Vector3): void {
    const ahead = new Vector3(forward.x, 0, forward.z).normalize();
    const right = new Vector3(-ahead.z, 0, ahead.x);
    if (this.subject !== null) {
      const lean = this.subject.clone().sub(head).setY(0).normalize();
      if (lean.dot(ahead) > 0.3) ahead.lerp(lean, 0.35).normalize();
    }
    const side = Math.min(1.05, 0.62 * this.halfWidth * AHEAD);
    this.target.copy(head).addScaledVector(ahead, AHEAD).addScaledVector(right, side).setY(head.y + 0.02);
  }

  private shine(dt: number, seconds: number): void {
    this.brightness += (Math.min(1, this.voice * 6) - this.brightness) * (1 - Math.exp(-10 * dt));
    const flicker = this.still ? 0 : 0.04 * Math.sin(seconds * 7.3) * Math.sin(seconds * 3.1);
    const strength = 0.78 + 0.22 * this.brightness + flicker;
    this.paper.color.setScalar(0.62 + 0.42 * strength);
    this.glow.scale.setScalar(0.6 + 0.45 * this.brightness + flicker);
    this.glow.material.opacity = 0.3 + 0.35 * this.brightness;
    if (this.light === null) return;
    this.light.visible = !this.spare;
    this.light.intensity = OPEN.least + this.dark * DARK.least + this.brightness * (OPEN.voice + this.dark * (DARK.voice - OPEN.voice));
    this.light.distance = OPEN.reach + this.dark * DARK.reach;
  }
}

function body(): LatheGeometry {
  const profile = Array.from({ length: 13 }, (_, i) => {
    const t = i / 12;
    return new Vector2(RADIUS * (0.55 + 0.45 * Math.sin(Math.PI * t) ** 0.8), (t - 0.5) * HEIGHT);
  });
  return new LatheGeometry(profile, 16);
}

function fittings(): Mesh[] {
  const bronze = new MeshStandardMaterial({ color: "#5a3d22", metalness: 0.7, roughness: 0.45, emissive: "#2a1505" });
  const rings = [-0.5, 0, 0.5].map((at) => {
    const ring = new Mesh(new TorusGeometry(at === 0 ? RADIUS * 1.01 : RADIUS * 0.56, at === 0 ? 0.004 : 0.012, 6, 20), bronze);
    ring.rotation.x = Math.PI / 2;
    ring.position.y = at * HEIGHT;
    return ring;
  });
  const handle = new Mesh(new TorusGeometry(0.035, 0.005, 6, 16), bronze);
  handle.position.y = HEIGHT * 0.5 + 0.04;
  return [...rings, handle];
}

/** Oiled paper on ribs, lit from within. */
function paper(): CanvasTexture {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [128, 64];
  const pen = canvas.getContext("2d")!;
  const gradient = pen.createLinearGradient(0, 0, 0, 64);
  for (const [at, colour] of [[0, "#b5561c"], [0.25, "#f0a040"], [0.5, "#ffe3a0"], [0.75, "#f3a748"], [1, "#a94f1a"]] as const) {
    gradient.addColorStop(at, colour);
  }
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, 128, 64);
  pen.fillStyle = "rgba(120, 52, 14, 0.34)";
  for (let x = 0; x < 128; x += 16) pen.fillRect(x, 0, 2, 64);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  return texture;
}

function halo(): CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 128;
  const context = canvas.getContext("2d")!;
  const gradient = context.createRadialGradient(64, 64, 2, 64, 64, 64);
  gradient.addColorStop(0, "rgba(255, 205, 130, 0.9)");
  gradient.addColorStop(0.25, "rgba(255, 170, 80, 0.35)");
  gradient.addColorStop(1, "rgba(255, 140, 40, 0)");
  context.fillStyle = gradient;
  context.fillRect(0, 0, 128, 128);
  return new CanvasTexture(canvas);
}
