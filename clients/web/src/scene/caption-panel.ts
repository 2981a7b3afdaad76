import { CanvasTexture, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace, Vector3 } from "three";
import { wrap } from "../wrap";

const WIDTH_PX = 1024;
const WIDTH_M = 1.5;
const PADDING = 44;
/** 46 px on a panel of 1.5 m at 1.9 m: letters of about 2°, readable in any headset. */
const FONT_PX = 46;
const LEADING = 1.32;
const MOST_LINES = 5;
const DISTANCE_M = 1.9;
const BELOW_M = 0.55;
const FONTS = '"Noto Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';

/** The caption as a panel in the scene: it follows the gaze gently and is never hidden behind stone. */
export class CaptionPanel {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  private readonly canvas = document.createElement("canvas");
  private texture: CanvasTexture | null = null;
  private height = 0;
  private text = "";
  private readonly target = new Vector3();
  private placed = false;

  constructor() {
    this.canvas.width = WIDTH_PX;
    const material = new MeshBasicMaterial({ transparent: true, depthTest: false, depthWrite: false, toneMapped: false, fog: false });
    this.mesh = new Mesh(new PlaneGeometry(1, 1), material);
    this.mesh.renderOrder = 1000;
    this.mesh.visible = false;
  }

  /** Show a text, or nothing when it is empty; `note` is the small line above it. */
  write(text: string, note: string, language: string): void {
    if (text + note === this.text) return;
    this.text = text + note;
    if (text === "") {
      this.height = 0;
      return;
    }
    this.draw(text, note, language);
  }

  /** Follow a head for `dt` seconds; while the visitor is aiming at the ground it steps back. */
  update(presenting: boolean, head: Vector3, forward: Vector3, dt: number, aiming: boolean): void {
    this.mesh.material.opacity = aiming ? 0.3 : 1;
    this.mesh.visible = presenting && this.height > 0;
    if (!presenting) this.placed = false;
    if (!this.mesh.visible) return;
    const ahead = new Vector3(forward.x, 0, forward.z).normalize();
    this.target.copy(head).addScaledVector(ahead, DISTANCE_M).setY(head.y - BELOW_M);
    const pull = this.placed ? 1 - Math.exp(-2.2 * dt) : 1;
    this.mesh.position.lerp(this.target, pull);
    this.placed = true;
    this.mesh.lookAt(head);
  }

  private draw(text: string, note: string, language: string): void {
    const pen = this.canvas.getContext("2d")!;
    pen.font = `${FONT_PX}px ${FONTS}`;
    const lines = wrap(text, WIDTH_PX - 2 * PADDING, (piece) => pen.measureText(piece).width, language).slice(-MOST_LINES);
    const noteHeight = note === "" ? 0 : 44;
    const height = Math.ceil(2 * PADDING + noteHeight + lines.length * FONT_PX * LEADING);
    this.resize(height);
    const fresh = this.canvas.getContext("2d")!;
    card(fresh, height);
    fresh.textBaseline = "top";
    if (note !== "") {
      fresh.font = `28px ${FONTS}`;
      fresh.fillStyle = "#e6ad58";
      fresh.fillText(note, PADDING, PADDING - 8);
    }
    fresh.font = `${FONT_PX}px ${FONTS}`;
    fresh.fillStyle = "#f8efdf";
    lines.forEach((line, i) => fresh.fillText(line, PADDING, PADDING + noteHeight + i * FONT_PX * LEADING));
    this.texture!.needsUpdate = true;
  }

  private resize(height: number): void {
    if (height !== this.height || this.texture === null) {
      this.canvas.height = height;
      this.texture?.dispose();
      this.texture = new CanvasTexture(this.canvas);
      this.texture.colorSpace = SRGBColorSpace;
      this.texture.anisotropy = 4;
      this.mesh.material.map = this.texture;
      this.mesh.material.needsUpdate = true;
      this.mesh.scale.set(WIDTH_M, (WIDTH_M * height) / WIDTH_PX, 1);
    }
    this.height = height;
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
