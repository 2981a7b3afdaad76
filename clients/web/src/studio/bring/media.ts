import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { direction, ownName } from "../../language";
import { at, call } from "../api";
import { Part } from "../part";
import { kindly } from "../problem";
import type { Json } from "../sites/record";
import "./media.css";
import { isSound } from "./sounding";
import { tell } from "./words";

const ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/tiff,image/gif,audio/*";
const MOST_BYTES = 20 * 1024 * 1024;

/** A picture or a sound as an annotation names it. */
interface Media {
  file: string;
  title?: Record<string, string>;
  alt?: Record<string, string>;
  licence?: string;
  holder?: string;
  source?: string;
}

interface Attached {
  file: string;
  digest: string;
}

type Line = "licence" | "holder" | "source";

/**
 * The pictures and sounds of an annotation, for its form: `<studio-media .site .body .languages ?locked ?wordsOnly>`.
 * Tells of each change by the event `changed`, whose detail is what the record's `media` and `files` become. With `wordsOnly` titles and
 * alternative texts may be written, and nothing else.
 */
class MediaFields extends Part {
  static override properties = { site: {}, body: { attribute: false }, languages: { attribute: false }, locked: { type: Boolean }, wordsOnly: { type: Boolean }, busy: { state: true }, failure: { state: true } };
  declare site: string;
  declare body: Readonly<Record<string, Json>>;
  declare languages: readonly string[];
  declare locked: boolean;
  declare wordsOnly: boolean;
  declare busy: boolean;
  declare failure: string;
  /** What was attached just now is not served yet, so it is shown from here. */
  private readonly fresh = new Map<string, string>();

  constructor() {
    super();
    this.body = {};
    this.languages = [];
    this.locked = false;
    this.wordsOnly = false;
    this.busy = false;
    this.failure = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const address of this.fresh.values()) URL.revokeObjectURL(address);
    this.fresh.clear();
  }

  private get media(): readonly Media[] {
    return (this.body["media"] ?? []) as unknown as readonly Media[];
  }

  protected override render(): unknown {
    return html`<fieldset class="media" ?disabled=${this.locked}><legend>${tell("media")}</legend><p class="quiet">${tell("mediaWhat")}</p>
      ${this.media.map((each, index) => this.one(each, index))}
      ${this.wordsOnly || this.locked ? nothing : html`<label class="button"><input class="hidden" type="file" multiple accept=${ACCEPT} ?disabled=${this.busy} @change=${this.chosen} />${tell("attach")}</label>`}
      ${this.busy ? html`<p role="status">${tell("attaching")}</p><progress aria-label=${tell("attaching")}></progress>` : nothing}
      <p class="failure" role="alert">${this.failure}</p></fieldset>`;
  }

  private one(media: Media, index: number): unknown {
    const sound = isSound(media.file);
    const address = this.fresh.get(media.file) ?? at(this.site, "files", media.file.split("/").at(-1)!);
    const named = Object.values(media.title ?? {}).find(Boolean) ?? `${index + 1}`;
    return html`<div class="medium">${sound ? html`<audio controls preload="none" src=${address} aria-label=${named}></audio>` : html`<img src=${address} alt=${Object.values(media.alt ?? {}).find(Boolean) ?? ""} />`}
      <div class="about">${this.texts(media, index, "title", tell("mediaTitle"))}${this.texts(media, index, "alt", tell(sound ? "mediaSaid" : "mediaAlt"))}
        <div class="two">${(["licence", "holder", "source"] as const).map((line) => this.line(media, index, line))}</div>
        ${this.wordsOnly ? nothing : html`<div class="row"><button type="button" class="plain" ?disabled=${index === 0} aria-label="${tell("earlier")}: ${named}" @click=${() => this.move(index, index - 1)}>↑</button>
          <button type="button" class="plain" ?disabled=${index === this.media.length - 1} aria-label="${tell("later")}: ${named}" @click=${() => this.move(index, index + 1)}>↓</button>
          <button type="button" class="plain" aria-label="${tell("takeOff")}: ${named}" @click=${() => this.become(this.media.filter((_, place) => place !== index))}>${tell("takeOff")}</button></div>`}</div></div>`;
  }

  private texts(media: Media, index: number, key: "title" | "alt", label: string): unknown {
    return html`<fieldset class="texts"><legend>${label}</legend><div class="side-by-side">${this.languages.map((tag) => html`<label class="field"><span>${ownName(tag)}</span>
      <textarea rows="1" maxlength="4000" lang=${tag} dir=${direction(tag)} .value=${live(media[key]?.[tag] ?? "")} @input=${(event: Event) => this.change(index, { [key]: without({ ...media[key], [tag]: valueOf(event) }) })}></textarea></label>`)}</div></fieldset>`;
  }

  private line(media: Media, index: number, key: Line): unknown {
    return html`<label class="field"><span>${tell(key === "source" ? "mediaSource" : key)}</span><input type="text" maxlength="500" ?disabled=${this.wordsOnly} .value=${live(media[key] ?? "")} @input=${(event: Event) => this.change(index, { [key]: valueOf(event) })} /></label>`;
  }

  private change(index: number, part: Partial<Media>): void {
    this.become(this.media.map((each, place) => (place === index ? { ...each, ...part } : each)));
  }

  private move(from: number, to: number): void {
    const next = this.media.filter((_, place) => place !== from);
    next.splice(to, 0, this.media[from]!);
    this.become(next);
  }

  private become(media: readonly Media[], more: Readonly<Record<string, string>> = {}): void {
    const held = this.body["files"] as Record<string, string> | undefined;
    const kept = Object.entries({ ...held, ...more }).filter(([name]) => media.some(({ file }) => file === name));
    const files = kept.length > 0 ? Object.fromEntries(kept) : undefined;
    this.dispatchEvent(new CustomEvent("changed", { detail: { media: media.length > 0 ? media : undefined, files: this.wordsOnly ? held : files }, bubbles: true }));
  }

  private chosen = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const given = [...(input.files ?? [])];
    input.value = "";
    this.failure = "";
    this.busy = true;
    for (const file of given) await this.attach(file);
    this.busy = false;
  };

  private async attach(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      this.failure = tell("tooLarge", { name: file.name });
      return;
    }
    try {
      const { value } = await call<Attached>("POST", at(this.site, "media"), { sent: file, headers: { "Content-Type": file.type || "application/octet-stream" } });
      this.fresh.set(value.file, URL.createObjectURL(file));
      if (this.media.some((each) => each.file === value.file)) return;
      this.become([...this.media, { file: value.file }], { [value.file]: value.digest });
      await this.updateComplete;
    } catch (problem) {
      this.failure = `${file.name}: ${kindly(problem)}`;
    }
  }
}

function without(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define("studio-media", MediaFields);
