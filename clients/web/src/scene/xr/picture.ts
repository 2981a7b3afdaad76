import { Mesh, MeshBasicMaterial, PlaneGeometry, Vector3 } from "three";
import type { CanvasTexture, Group } from "three";
import { textIn } from "../../language";
import type { Media } from "../../site";
import { creditLine } from "../../ui/media";
import type { Vector } from "../../wire.gen";
import { repainted } from "../painted";
import type { Hand } from "./hand";
import { PAGE_WIDE, leaf } from "./leaf";
import { meeting } from "./meeting";

/** Metres. */
const WIDE = 0.72;
const DISTANCE = 1.75;
const ABOVE = 0.04;
/** Radians to the left of the gaze: the guide stands on the right. */
const ASIDE = 0.42;
/** Radians by which the gaze may turn, and metres by which the head may move, before it follows. */
const LEAVES = 0.9;
const CAUGHT = 0.06;
const DRIFT = 0.6;

/** The pictures of what is told, beside the captions: a press shows the next one, and after the last puts them away. */
export class PicturePanel {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  private readonly canvas = document.createElement("canvas");
  private texture: CanvasTexture | null = null;
  private given: readonly Media[] = [];
  /** Those of them that can be had, as far as it is known. */
  private pictures: readonly Media[] = [];
  private of = "";
  private language = "en";
  private at = 0;
  private loaded: { media: Media; image: HTMLImageElement } | null = null;
  private placed = false;
  private following = false;

  constructor(group: Group, private readonly fetched: (url: string) => Promise<HTMLImageElement> = load) {
    this.mesh = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, depthWrite: false, toneMapped: false, fog: false }));
    this.mesh.renderOrder = 990;
    this.mesh.visible = false;
    group.add(this.mesh);
  }

  /** What is to be seen now, for tests; null where nothing is shown. */
  get shown(): { title: string; alt: string; credit: string; count: string; at: Vector } | null {
    if (!this.mesh.visible || this.loaded === null) return null;
    const { media } = this.loaded;
    return { title: textIn(media.title, this.language), alt: textIn(media.alt, this.language), credit: creditLine(media), count: this.count, at: this.mesh.position.toArray() as Vector };
  }

  /** Show what belongs to what is told now; whatever belonged to something else is put away. */
  show(annotation: string, media: readonly Media[], language: string): void {
    const pictures = media.filter(({ kind }) => kind === "Image");
    const same = annotation === this.of && JSON.stringify(pictures) === JSON.stringify(this.given);
    if (same && language === this.language) return;
    this.language = language;
    if (same) return this.draw();
    [this.of, this.given, this.pictures, this.at] = [annotation, pictures, pictures, 0];
    this.away();
    void this.take();
  }

  /** A hand selects: says whether that was meant for the picture. */
  press(hand: Hand): boolean {
    if (!this.mesh.visible || !this.met(hand)) return false;
    hand.pulse(0.4, 18);
    this.at += 1;
    void this.take();
    return true;
  }

  /** Follow a head for `dt` seconds, as the captions do, but rest the longer. */
  update(head: Vector3, forward: Vector3, dt: number, aiming: boolean): void {
    if (!this.mesh.visible) return;
    this.mesh.material.opacity = aiming ? 0.3 : 1;
    const yaw = Math.atan2(-forward.x, -forward.z) + ASIDE;
    const target = head.clone().add(new Vector3(-Math.sin(yaw) * DISTANCE, ABOVE, -Math.cos(yaw) * DISTANCE));
    const [way, wanted] = [this.mesh.position.clone().sub(head).setY(0), target.clone().sub(head).setY(0)];
    const drifted = this.mesh.position.distanceTo(head) > DISTANCE + DRIFT || Math.abs(this.mesh.position.y - target.y) > DRIFT;
    this.following = !this.placed || drifted || way.angleTo(wanted) > (this.following ? CAUGHT : LEAVES);
    const leap = !this.placed || this.mesh.position.distanceTo(target) > 4;
    if (this.following) this.mesh.position.lerp(target, leap ? 1 : 1 - Math.exp(-3.2 * dt));
    this.placed = true;
    this.mesh.lookAt(head);
  }

  /** The letters, or the words of the page, are others now. */
  draw(): void {
    if (this.loaded === null) return;
    const { media, image } = this.loaded;
    const height = leaf(this.canvas, image, { title: textIn(media.title, this.language), credit: creditLine(media), count: this.count, language: this.language });
    this.texture = repainted(this.mesh, this.canvas, this.texture);
    this.mesh.scale.set(WIDE, (WIDE * height) / PAGE_WIDE, 1);
  }

  private get count(): string {
    return this.pictures.length < 2 ? "" : `${this.at + 1} / ${this.pictures.length}`;
  }

  /** Fetch the picture of now and show it; one that cannot be had is passed over. */
  private async take(): Promise<void> {
    const { pictures, at } = this;
    const media = pictures[at];
    if (media === undefined) return this.away();
    const image = await this.fetched(media.url).catch(() => null);
    if (pictures !== this.pictures || at !== this.at) return;
    if (image === null) {
      this.pictures = pictures.filter((each) => each !== media);
      return this.take();
    }
    this.loaded = { media, image };
    this.draw();
    if (!this.mesh.visible) this.placed = false;
    this.mesh.visible = true;
  }

  private away(): void {
    this.mesh.visible = false;
    this.loaded = null;
    this.texture?.dispose();
    this.texture = null;
  }

  private met(hand: Hand): boolean {
    const at = meeting(hand, this.mesh);
    return at !== null && Math.abs(at.x) <= 0.5 && Math.abs(at.y) <= 0.5;
  }
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
