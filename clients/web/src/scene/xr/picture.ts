import { Mesh, MeshBasicMaterial, PlaneGeometry, Vector3 } from "three";
import type { CanvasTexture, Group } from "three";
import { textIn } from "../../language";
import type { Media } from "../../site";
import { creditLine } from "../../ui/media";
import type { Vector } from "../../wire.gen";
import { repainted } from "../painted";
import type { Hand } from "./hand";
import { PAGE_WIDE, leaf } from "./leaf";
import type { Above } from "./leaf";
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

/** The part of an audio element that plays a sound. */
export type Voice = Pick<HTMLAudioElement, "src" | "paused" | "ended" | "play" | "pause" | "addEventListener">;

/** What is to be seen of it. */
export interface Shown {
  title: string;
  alt: string;
  credit: string;
  count: string;
  /** Whether a sound is heard, or waits to be; null of a picture. */
  plays: boolean | null;
  at: Vector;
}

/** The pictures and sounds of what is told, beside the captions: a press plays a sound, else it shows the next, and after the last puts them away. */
export class PicturePanel {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  private readonly canvas = document.createElement("canvas");
  private texture: CanvasTexture | null = null;
  private given: readonly Media[] = [];
  /** Those of them that can be had, as far as it is known. */
  private media: readonly Media[] = [];
  private of = "";
  private language = "en";
  private at = 0;
  /** What is there now: with its picture, or a sound that was begun or not. */
  private loaded: { media: Media; image: HTMLImageElement | null; begun: boolean } | null = null;
  private placed = false;
  private following = false;

  constructor(group: Group, private readonly voice: Voice, private readonly fetched: (url: string) => Promise<HTMLImageElement> = load) {
    for (const change of ["play", "pause", "ended"]) voice.addEventListener(change, () => this.heard());
    this.mesh = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ transparent: true, depthTest: false, depthWrite: false, toneMapped: false, fog: false }));
    this.mesh.renderOrder = 990;
    this.mesh.visible = false;
    group.add(this.mesh);
  }

  /** What is to be seen now, for tests; null where nothing is shown. */
  get shown(): Shown | null {
    if (!this.mesh.visible || this.loaded === null) return null;
    const { media, image } = this.loaded;
    return {
      title: textIn(media.title, this.language), alt: textIn(media.alt, this.language), credit: creditLine(media), count: this.count,
      plays: image === null ? !this.voice.paused : null, at: this.mesh.position.toArray() as Vector,
    };
  }

  /** Show what belongs to what is told now; whatever belonged to something else is put away. */
  show(annotation: string, media: readonly Media[], language: string): void {
    const same = annotation === this.of && JSON.stringify(media) === JSON.stringify(this.given);
    if (same && language === this.language) return;
    this.language = language;
    if (same) return this.draw();
    [this.of, this.given, this.media, this.at] = [annotation, media, media, 0];
    this.away();
    void this.take();
  }

  /** A hand selects: says whether that was meant for the picture. */
  press(hand: Hand): boolean {
    if (!this.mesh.visible || !this.met(hand)) return false;
    hand.pulse(0.4, 18);
    if (this.loaded?.image === null && !this.loaded.begun) void this.play();
    else this.next();
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
    const above: Above = image === null ? { plays: !this.voice.paused } : { image };
    const said = image === null ? textIn(media.alt, this.language) : "";
    const height = leaf(this.canvas, above, { title: textIn(media.title, this.language), said, credit: creditLine(media), count: this.count, language: this.language });
    this.texture = repainted(this.mesh, this.canvas, this.texture);
    this.mesh.scale.set(WIDE, (WIDE * height) / PAGE_WIDE, 1);
  }

  private get count(): string {
    return this.media.length < 2 ? "" : `${this.at + 1} / ${this.media.length}`;
  }

  /** The sound began, ended, or was silenced: then a press plays it again. */
  private heard(): void {
    if (this.loaded?.image !== null) return;
    this.loaded.begun = !this.voice.paused || this.voice.ended;
    this.draw();
  }

  private next(): void {
    this.voice.pause();
    this.at += 1;
    void this.take();
  }

  /** Play the sound that is shown; what cannot be played is passed over. */
  private async play(): Promise<void> {
    const { loaded, media } = this;
    if (loaded === null) return;
    loaded.begun = true;
    this.voice.src = loaded.media.url;
    try {
      await this.voice.play();
    } catch (wrong) {
      const silenced = (wrong as Partial<DOMException>).name === "AbortError";
      if (this.loaded === loaded && this.media === media && !silenced) this.miss(loaded.media);
    }
  }

  private miss(gone: Media): void {
    this.media = this.media.filter((each) => each !== gone);
    void this.take();
  }

  /** Fetch the picture of now and show it; one that cannot be had is passed over. Of a sound nothing is fetched before it is played. */
  private async take(): Promise<void> {
    const { media, at } = this;
    const one = media[at];
    if (one === undefined) return this.away();
    const image = one.kind === "Sound" ? null : await this.fetched(one.url).catch(() => undefined);
    if (media !== this.media || at !== this.at) return;
    if (image === undefined) return this.miss(one);
    this.loaded = { media: one, image, begun: false };
    this.draw();
    if (!this.mesh.visible) this.placed = false;
    this.mesh.visible = true;
  }

  private away(): void {
    this.voice.pause();
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
