import { html, nothing } from "lit";
import { Part } from "../part";
import type { Body, Json } from "./record";
import { goneFrom, joined, placeIn, valueAt } from "./record";
import { tell } from "./words";

/** What a 412 brings: mine, theirs, what both began with, and where they do not go together. */
export interface Clash {
  base: Body;
  theirs: Body;
  mine: Body;
  etag: string;
  clashes: readonly string[];
  /** What the other person is called. */
  who?: string;
}

/** Two people's versions side by side; of each place that both changed, one is chosen. */
class Conflict extends Part {
  static override properties = { clash: { attribute: false }, name: { attribute: false }, wordsOnly: { type: Boolean }, chosen: { state: true } };
  declare clash: Clash;
  /** What people call a place. */
  declare name: (pointer: string) => string;
  /** Whether words alone may be changed, and no list of pictures. */
  declare wordsOnly: boolean;
  declare chosen: ReadonlySet<string>;

  constructor() {
    super();
    this.wordsOnly = false;
    this.chosen = new Set();
  }

  protected override firstUpdated(): void {
    this.chosen = new Set(this.clash.clashes);
    const dialog = this.querySelector("dialog")!;
    dialog.showModal();
  }

  protected override render(): unknown {
    const { base, theirs, mine, clashes } = this.clash;
    const result = joined(base, theirs, mine, clashes, this.chosen, this.wordsOnly);
    return html`<dialog aria-labelledby="conflict-title" @cancel=${this.later}><h2 id="conflict-title">${tell("conflict")}</h2><p>${tell("conflictWhy")}</p>
      ${clashes.map((pointer, index) => html`<fieldset class="clash"><legend>${this.name(pointer)}</legend><div class="side-by-side">
        ${this.side(pointer, index, true, mine)}${this.side(pointer, index, false, theirs)}</div>
        ${this.wordsOnly && goneFrom(pointer, mine, theirs).length > 0 ? html`<p class="warning">${tell("picturesGone")}</p>` : nothing}</fieldset>`)}
      <div class="row"><button type="button" class="primary" @click=${() => this.dispatchEvent(new CustomEvent("joined", { detail: result }))}>${tell("saveJoined")}</button>
      <button type="button" @click=${this.later}>${tell("later")}</button></div></dialog>`;
  }

  private side(pointer: string, index: number, mine: boolean, body: Body): unknown {
    const place = mine ? pointer : placeIn(pointer, this.clash.base, body);
    const value = place === undefined ? undefined : valueAt(body, place);
    return html`<label class="version"><span class="row"><input type="radio" name="clash-${index}" .checked=${this.chosen.has(pointer) === mine} @change=${() => this.choose(pointer, mine)} />
      <strong>${mine ? tell("mine") : this.clash.who ?? tell("theirs")}</strong></span><span class="value">${shown(value)}</span></label>`;
  }

  private choose(pointer: string, mine: boolean): void {
    const next = new Set(this.chosen);
    if (mine) next.add(pointer);
    else next.delete(pointer);
    this.chosen = next;
  }

  private later = (event: Event): void => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("later"));
  };
}

/** A value for people to read. */
export function shown(value: Json | undefined): unknown {
  if (value === undefined || value === "" || value === null) return html`<em>${tell("empty")}</em>`;
  if (typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.every((each) => typeof each !== "object") ? value.join(", ") : html`${value.map((each) => html`<span class="piece">${shown(each)}</span>`)}`;
  return html`${Object.entries(value).map(([key, each]) => html`<span class="piece"><small>${key}</small> ${shown(each)}</span>`)}${nothing}`;
}

customElements.define("studio-conflict", Conflict);
