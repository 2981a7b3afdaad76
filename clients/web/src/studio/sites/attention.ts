import { html, nothing } from "lit";
import { ownName } from "../../language";
import { at, lines } from "../api";
import { Section } from "../part";
import { kindly } from "../problem";
import { addressOf } from "../router";
import { say } from "../strings";
import { MATTERS, notesOf } from "./advising";
import type { Matter, Note } from "./advising";
import { sectionOf } from "./kinds";
import type { Kind } from "./kinds";
import { tell } from "./words";
import "./attention.css";

interface Judged {
  one: string;
  other: string;
  language: string;
  judgement: "contradicts" | "differs";
  text: string;
  other_text: string;
  reason: string;
  probability: number | null;
}

interface Look {
  looked: number;
  of: number;
  reader: boolean;
  found: Judged | null;
  ended: boolean;
  left: number;
}

const SHOWN = 12;

/** What deserves attention in the whole site, each with the way there. */
class Attention extends Section {
  static override properties = { notes: { state: true }, more: { state: true }, whole: { state: true }, look: { state: true }, found: { state: true }, failure: { state: true } };
  declare notes: readonly Note[] | undefined;
  declare more: boolean;
  /** Matters that are shown to their end. */
  declare whole: ReadonlySet<Matter>;
  declare look: Look | undefined;
  declare found: readonly Judged[];
  declare failure: string;
  private stopped = new AbortController();

  constructor() {
    super();
    this.more = false;
    this.whole = new Set();
    this.found = [];
    this.failure = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopped = new AbortController();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopped.abort();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("site") && this.site) void this.load();
  }

  private async load(): Promise<void> {
    try {
      ({ notes: this.notes, more: this.more } = await notesOf(this.site));
    } catch (problem) {
      this.failure = kindly(problem);
    }
  }

  protected override render(): unknown {
    return html`<h1>${tell("attention")}</h1>${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
      ${this.looking()}${this.notes ? this.all(this.notes) : this.failure ? nothing : html`<p role="status">${say("loading")}</p>`}`;
  }

  private all(notes: readonly Note[]): unknown {
    if (notes.length === 0) return html`<p>${tell("nothingToAttend")}</p>`;
    return html`${MATTERS.map((matter) => this.matter(matter, notes.filter((note) => note.matter === matter)))}${this.more ? html`<p class="quiet">${tell("moreNotes")}</p>` : nothing}`;
  }

  private matter(matter: Matter, notes: readonly Note[]): unknown {
    if (notes.length === 0) return nothing;
    const shown = this.whole.has(matter) ? notes : notes.slice(0, SHOWN);
    return html`<section class="matter" aria-labelledby="matter-${matter}"><h2 id="matter-${matter}">${tell(`a-${matter}`)} <span class="mark ${matter === "contradicts" || matter === "numbers" ? "bad" : ""}">${notes.length}</span></h2>
      <ul class="plain-list">${shown.map((note) => html`<li>${this.note(note)}</li>`)}</ul>
      ${shown.length < notes.length ? html`<button type="button" class="plain" @click=${() => { this.whole = new Set([...this.whole, matter]); }}>${tell("more")}</button>` : nothing}</section>`;
  }

  private note(note: Note): unknown {
    const here = this.said(note.kind, note.id, note.text);
    if (note.matter === "contradicts" || note.matter === "twin") return html`<div class="both">${here}${this.said(note.kind, note.other, note.other_text)}</div>${aside(note.reason)}`;
    if (note.matter === "numbers") return html`<div class="both">${here}<p lang=${note.other}>${note.other_text} <span class="quiet">${ownName(note.other)}</span></p></div>${aside(note.reason)}`;
    if (note.matter === "nameless") return html`<strong>${note.other}</strong>${note.also.length > 0 ? html` <span class="quiet">${tell("alsoIn", { count: note.also.length })}</span>` : nothing}${here}`;
    return note.matter === "untold" ? html`${here}${aside(ownName(note.language))}` : here;
  }

  /** What a record says, and the way to it. */
  private said(kind: string, id: string, text: string): unknown {
    return html`<p>${text} <a href=${addressOf({ site: this.site, section: sectionOf(kind as Kind), rest: [id] })}>${id}</a></p>`;
  }

  private looking(): unknown {
    const { look } = this;
    const runs = look !== undefined && !look.ended;
    return html`<section class="looking" aria-label=${tell("lookFor")}><p class="quiet">${tell("lookForHint")}</p>
      <div class="row"><button type="button" ?disabled=${runs} @click=${this.search}>${tell("lookFor")}</button>
      ${look ? html`<span role="status">${look.ended ? tell("lookedAll", { looked: look.looked, found: this.found.length }) : tell("lookedAt", { looked: look.looked, of: look.of })}
        ${look.ended && look.left > 0 ? tell("lookedLeft", { left: look.left }) : ""} ${look.reader ? "" : tell("byRules")}</span>` : nothing}</div>
      ${runs ? html`<progress max=${Math.max(1, look.of)} .value=${look.looked} aria-label=${tell("lookFor")}></progress>` : nothing}
      ${this.found.length > 0 ? html`<ul class="plain-list">${this.found.map((each) => html`<li><div class="both">${this.said("fact", each.one, each.text)}${this.said("fact", each.other, each.other_text)}</div>
        <span class="mark ${each.judgement === "contradicts" ? "bad" : "warn"}">${tell(`j-${each.judgement}`)}</span> ${aside(each.reason)}</li>`)}</ul>` : nothing}</section>`;
  }

  private search = async (): Promise<void> => {
    this.found = [];
    this.failure = "";
    this.look = { looked: 0, of: 0, reader: true, found: null, ended: false, left: 0 };
    try {
      for await (const look of lines<Look>(at(this.site, "advice", "contradictions"), {}, this.stopped.signal)) {
        this.look = look;
        if (look.found) this.found = [...this.found, look.found];
      }
    } catch (problem) {
      this.look = undefined;
      if (!this.stopped.signal.aborted) this.failure = kindly(problem);
    }
  };
}

function aside(text: string): unknown {
  return text ? html`<span class="quiet">${text}</span>` : nothing;
}

customElements.define("studio-attention", Attention);
