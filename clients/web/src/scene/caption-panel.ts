import { Mesh, MeshBasicMaterial, PlaneGeometry, Vector3 } from "three";
import type { CanvasTexture } from "three";
import { direction } from "../language";
import { leadingOf } from "../leading";
import { wrapEvenly } from "../wrap";
import { lettersFor, onLetters } from "./lettering";
import { repainted } from "./painted";

const WIDTH_PX = 1024;
const WIDTH_M = 1.5;
const PADDING = 44;
/** 46 px on a panel of 1.5 m at 1.9 m: letters of about 2°, readable in any headset. */
const FONT_PX = 46;
const SMALL_PX = 30;
const MOST_LINES = 5;
const DISTANCE_M = 1.9;
const BELOW_M = 0.55;
/** What the visitor's size makes of the panel. */
const SIZES = [0.78, 1, 1.32] as const;
/** Radians by which the gaze may leave the panel before it follows, and at which it has caught up. */
const LEAVES = 0.42;
const CAUGHT = 0.06;
/** Metres by which the head may move without the panel following. */
const DRIFT = 0.35;

/** What the panel says: a small line above, the words, a small line below. */
interface Content {
  text: string;
  note: string;
  language: string;
  hint: string;
}

interface Line {
  text: string;
  size: number;
  colour: string;
}

/** The caption as a panel in the scene: it follows the gaze gently and is never hidden behind stone. */
export class CaptionPanel {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  private readonly canvas = document.createElement("canvas");
  private texture: CanvasTexture | null = null;
  private content: Content = { text: "", note: "", language: "en", hint: "" };
  private readonly target = new Vector3();
  private placed = false;
  private following = false;
  private wanted = true;
  private size: 0 | 1 | 2 = 1;
  private shaded = true;

  constructor() {
    this.canvas.width = WIDTH_PX;
    const material = new MeshBasicMaterial({ transparent: true, depthTest: false, depthWrite: false, toneMapped: false, fog: false });
    this.mesh = new Mesh(new PlaneGeometry(1, 1), material);
    this.mesh.renderOrder = 1000;
    this.mesh.visible = false;
    onLetters(() => this.empty || this.draw());
  }

  /** Change what is said; what is not given stays. With neither text nor hint the panel is away. */
  write(change: Partial<Content>): void {
    const next = { ...this.content, ...change };
    const same = (Object.keys(next) as (keyof Content)[]).every((key) => next[key] === this.content[key]);
    this.content = next;
    if (!same && !this.empty) this.draw();
  }

  /** How the visitor likes captions: whether at all, how large, and whether on a dark card. */
  suit(wanted: boolean, size: 0 | 1 | 2, shaded: boolean): void {
    const same = wanted === this.wanted && size === this.size && shaded === this.shaded;
    [this.wanted, this.size, this.shaded] = [wanted, size, shaded];
    if (!same && !this.empty) this.draw();
  }

  /** What is read now, for tests; empty where nothing is seen. */
  get shown(): string {
    return this.mesh.visible ? this.content.text || this.content.hint : "";
  }

  /** Follow a head for `dt` seconds; while the visitor is aiming at the ground it steps back. */
  update(presenting: boolean, head: Vector3, forward: Vector3, dt: number, aiming: boolean): void {
    this.mesh.material.opacity = aiming ? 0.3 : 1;
    this.mesh.visible = presenting && !this.empty && (this.wanted || this.content.hint !== "");
    if (!presenting) this.placed = false;
    if (!this.mesh.visible) return;
    this.aim(head, forward);
    const far = this.mesh.position.distanceTo(this.target) > 4;
    if (this.following) this.mesh.position.lerp(this.target, this.placed && !far ? 1 - Math.exp(-3.2 * dt) : 1);
    this.placed = true;
    this.mesh.lookAt(head);
  }

  /** It rests where it is while it is easily seen, and glides after the gaze when it is not. */
  private aim(head: Vector3, forward: Vector3): void {
    const ahead = new Vector3(forward.x, 0, forward.z).normalize();
    this.target.copy(head).addScaledVector(ahead, DISTANCE_M).setY(head.y - BELOW_M);
    const way = this.mesh.position.clone().sub(head);
    const off = Math.hypot(way.x, way.z) < 0.01 ? Math.PI : new Vector3(way.x, 0, way.z).angleTo(ahead);
    const drifted = Math.abs(Math.hypot(way.x, way.z) - DISTANCE_M) > DRIFT || Math.abs(way.y + BELOW_M) > DRIFT;
    this.following = !this.placed || drifted || off > (this.following ? CAUGHT : LEAVES);
  }

  private get empty(): boolean {
    return this.content.text === "" && this.content.hint === "";
  }

  private draw(): void {
    const lines = this.lines();
    const height = Math.ceil(2 * PADDING + lines.reduce((sum, { size }) => sum + size * this.leading, 0));
    this.resize(height);
    const pen = this.canvas.getContext("2d")!;
    card(pen, height, this.shaded ? 0.9 : 0.45);
    pen.textBaseline = "top";
    const rtl = direction(this.content.language) === "rtl";
    pen.direction = rtl ? "rtl" : "ltr";
    pen.textAlign = rtl ? "right" : "left";
    let y = PADDING;
    for (const { text, size, colour } of lines) {
      pen.font = `${size}px ${lettersFor(this.content.language)}`;
      pen.fillStyle = colour;
      pen.fillText(text, rtl ? WIDTH_PX - PADDING : PADDING, y);
      y += size * this.leading;
    }
    this.texture!.needsUpdate = true;
  }

  private get leading(): number {
    return leadingOf(this.content.language);
  }

  private lines(): Line[] {
    const { note, hint, language } = this.content;
    const text = this.wanted ? this.content.text : "";
    const words = this.wrap(text, FONT_PX, language).slice(-MOST_LINES);
    return [
      ...(note === "" || text === "" ? [] : [{ text: note, size: SMALL_PX, colour: "#e6ad58" }]),
      ...words.map((line) => ({ text: line, size: FONT_PX, colour: "#f8efdf" })),
      ...this.wrap(hint, SMALL_PX, language).map((line) => ({ text: line, size: SMALL_PX, colour: "#cbbba2" })),
    ];
  }

  private wrap(text: string, size: number, language: string): string[] {
    const pen = this.canvas.getContext("2d")!;
    pen.font = `${size}px ${lettersFor(language)}`;
    return wrapEvenly(text, WIDTH_PX - 2 * PADDING, (piece) => pen.measureText(piece).width, language);
  }

  private resize(height: number): void {
    if (height !== this.canvas.height || this.texture === null) {
      this.canvas.height = height;
      this.texture = repainted(this.mesh, this.canvas, this.texture);
    }
    const width = WIDTH_M * SIZES[this.size];
    this.mesh.scale.set(width, (width * height) / WIDTH_PX, 1);
    this.canvas.getContext("2d")!.clearRect(0, 0, WIDTH_PX, height);
  }
}

function card(pen: CanvasRenderingContext2D, height: number, shade: number): void {
  pen.fillStyle = `rgba(24, 18, 14, ${shade})`;
  pen.beginPath();
  pen.roundRect(2, 2, WIDTH_PX - 4, height - 4, 32);
  pen.fill();
  pen.strokeStyle = "rgba(230, 173, 88, 0.55)";
  pen.lineWidth = 3;
  pen.stroke();
}
