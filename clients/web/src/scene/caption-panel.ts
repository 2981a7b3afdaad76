import { CanvasTexture, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace, Vector3 } from "three";
import { direction } from "../language";
import { wrapEvenly } from "../wrap";

const WIDTH_PX = 1024;
const WIDTH_M = 1.5;
const PADDING = 44;
/** 46 px on a panel of 1.5 m at 1.9 m: letters of about 2°, readable in any headset. */
const FONT_PX = 46;
const SMALL_PX = 30;
const LEADING = 1.32;
const MOST_LINES = 5;
const DISTANCE_M = 1.9;
const BELOW_M = 0.55;
const FONTS = '"Noto Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';

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

  constructor() {
    this.canvas.width = WIDTH_PX;
    const material = new MeshBasicMaterial({ transparent: true, depthTest: false, depthWrite: false, toneMapped: false, fog: false });
    this.mesh = new Mesh(new PlaneGeometry(1, 1), material);
    this.mesh.renderOrder = 1000;
    this.mesh.visible = false;
  }

  /** Change what is said; what is not given stays. With neither text nor hint the panel is away. */
  write(change: Partial<Content>): void {
    const next = { ...this.content, ...change };
    const same = (Object.keys(next) as (keyof Content)[]).every((key) => next[key] === this.content[key]);
    this.content = next;
    if (!same && !this.empty) this.draw();
  }

  /** Follow a head for `dt` seconds; while the visitor is aiming at the ground it steps back. */
  update(presenting: boolean, head: Vector3, forward: Vector3, dt: number, aiming: boolean): void {
    this.mesh.material.opacity = aiming ? 0.3 : 1;
    this.mesh.visible = presenting && !this.empty;
    if (!presenting) this.placed = false;
    if (!this.mesh.visible) return;
    const ahead = new Vector3(forward.x, 0, forward.z).normalize();
    this.target.copy(head).addScaledVector(ahead, DISTANCE_M).setY(head.y - BELOW_M);
    const pull = this.placed ? 1 - Math.exp(-2.2 * dt) : 1;
    this.mesh.position.lerp(this.target, pull);
    this.placed = true;
    this.mesh.lookAt(head);
  }

  private get empty(): boolean {
    return this.content.text === "" && this.content.hint === "";
  }

  private draw(): void {
    const lines = this.lines();
    const height = Math.ceil(2 * PADDING + lines.reduce((sum, { size }) => sum + size * LEADING, 0));
    this.resize(height);
    const pen = this.canvas.getContext("2d")!;
    card(pen, height);
    pen.textBaseline = "top";
    const rtl = direction(this.content.language) === "rtl";
    pen.direction = rtl ? "rtl" : "ltr";
    pen.textAlign = rtl ? "right" : "left";
    let y = PADDING;
    for (const { text, size, colour } of lines) {
      pen.font = `${size}px ${FONTS}`;
      pen.fillStyle = colour;
      pen.fillText(text, rtl ? WIDTH_PX - PADDING : PADDING, y);
      y += size * LEADING;
    }
    this.texture!.needsUpdate = true;
  }

  private lines(): Line[] {
    const { text, note, hint, language } = this.content;
    const words = this.wrap(text, FONT_PX, language).slice(-MOST_LINES);
    return [
      ...(note === "" || text === "" ? [] : [{ text: note, size: SMALL_PX, colour: "#e6ad58" }]),
      ...words.map((line) => ({ text: line, size: FONT_PX, colour: "#f8efdf" })),
      ...this.wrap(hint, SMALL_PX, language).map((line) => ({ text: line, size: SMALL_PX, colour: "#cbbba2" })),
    ];
  }

  private wrap(text: string, size: number, language: string): string[] {
    const pen = this.canvas.getContext("2d")!;
    pen.font = `${size}px ${FONTS}`;
    return wrapEvenly(text, WIDTH_PX - 2 * PADDING, (piece) => pen.measureText(piece).width, language);
  }

  private resize(height: number): void {
    if (height !== this.canvas.height || this.texture === null) {
      this.canvas.height = height;
      this.texture?.dispose();
      this.texture = new CanvasTexture(this.canvas);
      this.texture.colorSpace = SRGBColorSpace;
      this.texture.anisotropy = 4;
      this.mesh.material.map = this.texture;
      this.mesh.material.needsUpdate = true;
      this.mesh.scale.set(WIDTH_M, (WIDTH_M * height) / WIDTH_PX, 1);
    }
    this.canvas.getContext("2d")!.clearRect(0, 0, WIDTH_PX, height);
  }
}

function card(pen: CanvasRenderingContext2D, height: number): void {
  pen.fillStyle = "rgba(24, 18, 14, 0.88)";
  pen.beginPath();
  pen.roundRect(2, 2, WIDTH_PX - 4, height - 4, 32);
  pen.fill();
  pen.strokeStyle = "rgba(230, 173, 88, 0.55)";
  pen.lineWidth = 3;
  pen.stroke();
}
