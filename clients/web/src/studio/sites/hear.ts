import { html, nothing } from "lit";
import { direction, ownName } from "../../language";
import { Part } from "../part";
import { kindly } from "../problem";
import { addressOf } from "../router";
import { language as spoken } from "../strings";
import { marksOf, offered } from "./hearing";
import type { Audience, Offered, Thing } from "./hearing";
import { Player } from "./player";
import type { Line } from "./player";
import { tell } from "./words";
import type { Word } from "./words";
import "./hear.css";

/** What a visitor would be told here now: words, where each comes from, and its sound. */
class Hear extends Part {
  static override properties = {
    site: {}, things: { attribute: false }, settle: { attribute: false }, language: { state: true }, audience: { state: true }, country: { state: true }, sound: { state: true },
    offer: { state: true }, said: { state: true }, at: { state: true }, running: { state: true }, note: { state: true }, failure: { state: true },
  };
  declare site: string;
  declare things: readonly Thing[];
  /** Keep what is being written first; whether all is kept. */
  declare settle: (() => Promise<boolean>) | undefined;
  declare language: string;
  declare audience: Audience;
  declare country: string;
  declare sound: boolean;
  declare offer: Offered | undefined;
  declare said: readonly Line[];
  declare at: number | undefined;
  declare running: boolean;
  declare note: string;
  declare failure: string;
  private player: Player | undefined;

  constructor() {
    super();
    this.things = [];
    this.language = "";
    this.audience = "";
    this.country = "";
    this.sound = true;
    this.said = [];
    this.running = false;
    this.note = "";
    this.failure = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.player?.stop();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("site") && this.site) void this.ask();
  }

  private async ask(): Promise<void> {
    try {
      this.offer = await offered(this.site);
      const tags = this.offer.languages.map(({ tag }) => tag);
      this.language ||= tags.find((tag) => tag === spoken()) ?? tags[0] ?? "";
    } catch (problem) {
      this.failure = kindly(problem);
    }
  }

  protected override render(): unknown {
    const tour = this.things.length > 1;
    return html`<section class="hear" aria-label=${tour ? tell("hearTour") : tell("hear")}><h3>${tour ? tell("hearTour") : tell("hear")}</h3><p class="quiet">${tell("hearHint")}</p>
      ${this.offer ? this.controls(this.offer) : nothing}
      ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
      ${this.said.length > 0 ? html`<ol class="told" aria-live="polite">${this.said.map((line, index) => this.line(line, index))}</ol>` : nothing}
      <p role="status" class="quiet">${this.running && this.at === undefined ? tell("thinking") : this.note}</p></section>`;
  }

  private controls(offer: Offered): unknown {
    const chosen = offer.languages.find(({ tag }) => tag === this.language);
    return html`<div class="row"><label><span>${tell("hearIn")}</span> <select @change=${(event: Event) => { this.language = valueOf(event); }}>
        ${offer.languages.map(({ tag, translated }) => html`<option value=${tag} ?selected=${tag === this.language}>${ownName(tag)}${translated ? ` · ${tell("m-translated")}` : ""}</option>`)}</select></label>
      <label><span>${tell("hearFor")}</span> <select @change=${(event: Event) => { this.audience = valueOf(event) as Audience; }}>
        ${offer.audiences.map((each) => html`<option value=${each} ?selected=${each === this.audience}>${each ? tell(`for-${each}` as Word) : tell("everybody")}</option>`)}</select></label>
      <label class="country"><span>${tell("hearFrom")}</span> <input type="text" maxlength="2" pattern="[A-Za-z]{2}" autocomplete="off" .value=${this.country} @change=${(event: Event) => { this.country = valueOf(event).toUpperCase().replace(/[^A-Z]/g, ""); }} /></label>
      <label class="check"><input type="checkbox" .checked=${this.sound} @change=${(event: Event) => { this.sound = (event.target as HTMLInputElement).checked; }} /><span>${tell("withSound")}</span></label>
      <button type="button" class="primary" ?disabled=${this.things.length === 0} @click=${this.running ? this.stop : this.play}>${this.running ? html`■ ${tell("stopIt")}` : html`▶ ${tell("play")}`}</button></div>
      ${offer.model ? nothing : html`<p class="quiet">${tell("noModel")}</p>`}${chosen && !chosen.voice ? html`<p class="quiet">${tell("noVoice")}</p>` : nothing}`;
  }

  private line(line: Line, index: number): unknown {
    const head = this.things.length > 1 && this.said[index - 1]?.thing.id !== line.thing.id;
    return html`${head ? html`<li class="head">${line.thing.name}</li>` : nothing}<li ?data-now=${this.at === index}>
      <span class="words" lang=${line.language} dir=${direction(line.language)}>${line.text}</span>
      <span class="about">${marksOf(line).map((mark) => html`<span class="mark ${mark === "approved" ? "good" : mark === "live" || mark === "translated" || mark === "machine" ? "warn" : ""}">${tell(`m-${mark}`)}</span>`)}
        ${line.facts.map((fact) => html`<a href=${addressOf({ site: this.site, section: "facts", rest: [fact] })}>${fact}</a>`)}</span>
      ${line.refused.map((each) => html`<small class="refused">${tell("refusedWords", each)}</small>`)}</li>`;
  }

  private play = async (): Promise<void> => {
    this.failure = "";
    this.note = "";
    this.said = [];
    this.running = true;
    if (this.settle && !(await this.settle())) {
      this.running = false;
      this.failure = tell("notSaved");
      return;
    }
    const player = (this.player = new Player(this.site, {
      said: (line) => { this.said = [...this.said, line]; },
      playing: (index) => { this.at = index; },
      ended: (last) => { this.note = this.noteOf(last.ended, last.language); },
    }, this.sound));
    try {
      await player.tell(this.things, this.language, this.audience, this.country.length === 2 ? this.country : "");
    } catch (problem) {
      this.failure = kindly(problem);
    } finally {
      this.running = this.player !== player && this.running;
    }
  };

  private noteOf(ended: string, language: string): string {
    if (ended === "late") return tell("lateEnd");
    if (language !== this.language) return tell("otherLanguage", { language: ownName(language) });
    return this.said.length === 0 ? tell("nothingSaid") : "";
  }

  private stop = (): void => {
    this.player?.stop();
    this.running = false;
  };
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define("studio-hear", Hear);
