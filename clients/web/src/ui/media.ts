import type { Clips } from "../audio/clips";
import { direction, lookup, textIn } from "../language";
import { say } from "../strings";
import type { Media } from "../site";
import { byId, element } from "./page";

/** The pictures and sounds of what is told, on a card that can be put away until something else is told. */
export class MediaCard {
  private readonly card = byId("media");
  private readonly shown = byId("media-shown");
  private readonly title = byId("media-title");
  private readonly credit = byId("media-credit");
  private readonly steps = byId("media-steps");
  private readonly count = byId("media-count");
  private of = "";
  private media: readonly Media[] = [];
  private at = 0;
  private language = "en";
  private dismissed = "";
  private readonly player: HTMLAudioElement;

  constructor(clips: Clips) {
    this.player = clips.join(element("audio"));
    this.player.controls = true;
    byId("media-close").addEventListener("click", () => this.dismiss());
    byId("media-before").addEventListener("click", () => this.step(-1));
    byId("media-next").addEventListener("click", () => this.step(1));
    this.card.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.dismiss();
      else return;
      event.stopPropagation();
    });
  }

  /** Show what belongs to an annotation; nothing where it has none, or the visitor put it away. */
  show(annotation: string, media: readonly Media[], language: string): void {
    const same = annotation === this.of && language === this.language && media === this.media;
    if (annotation !== this.of) this.dismissed = "";
    if (same) return;
    this.at = annotation === this.of ? Math.min(this.at, Math.max(media.length - 1, 0)) : 0;
    this.of = annotation;
    this.media = media;
    this.language = language;
    this.draw();
  }

  private dismiss(): void {
    this.dismissed = this.of;
    this.draw();
    byId("view").focus();
  }

  private step(by: number): void {
    this.at = (this.at + by + this.media.length) % this.media.length;
    this.draw();
  }

  private draw(): void {
    const one = this.media[this.at];
    if (this.player.getAttribute("src") !== one?.url || this.dismissed === this.of) this.silence();
    this.card.hidden = one === undefined || this.dismissed === this.of;
    if (one === undefined || this.card.hidden) return this.shown.replaceChildren();
    const tag = lookup(this.language, Object.keys(one.title)) ?? this.language;
    this.title.lang = tag;
    this.title.dir = direction(tag);
    this.title.textContent = textIn(one.title, this.language);
    this.credit.replaceChildren(...creditOf(one));
    this.shown.replaceChildren(one.kind === "Sound" ? this.sound(one) : picture(one, this.language, () => this.gone(one)));
    this.steps.hidden = this.media.length < 2;
    this.count.textContent = `${this.at + 1} / ${this.media.length}`;
  }

  private sound(one: Media): HTMLElement {
    const made = element("div");
    if (this.player.getAttribute("src") !== one.url) this.player.src = one.url;
    this.player.setAttribute("aria-label", textIn(one.title, this.language) || say("sounds"));
    made.append(this.player, element("p", textIn(one.alt, this.language), "said"));
    return made;
  }

  private silence(): void {
    this.player.pause();
    this.player.removeAttribute("src");
  }

  /** A picture that cannot be had is no reason for an empty card. */
  private gone(one: Media): void {
    this.media = this.media.filter((each) => each !== one);
    this.at = 0;
    this.draw();
  }
}

function picture(one: Media, language: string, failed: () => void): HTMLImageElement {
  const made = element("img");
  made.alt = textIn(one.alt, language);
  made.decoding = "async";
  made.addEventListener("error", failed);
  made.src = one.url;
  return made;
}

/** Whose it is and where it comes from, in a line: an address only where nothing else is known. */
export function creditLine({ holder, licence, source }: Media): string {
  const words = [holder, licence].filter(Boolean).join(", ");
  if (/^https?:\/\//.test(source)) return words || new URL(source).host;
  return [words, source].filter(Boolean).join(" · ");
}

function creditOf(one: Media): Node[] {
  const { source } = one;
  if (!/^https?:\/\//.test(source)) return [document.createTextNode(creditLine(one))];
  const link = element("a", creditLine(one));
  link.href = source;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return [link];
}
