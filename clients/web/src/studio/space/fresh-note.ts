import { html } from "lit";
import { direction, ownName } from "../../language";
import { Part } from "../part";
import { shortName } from "../sites/record";
import type { Body } from "../sites/record";
import type { Desk } from "./desk";
import type { Marked } from "./hands";
import { tell } from "./words";

/** A place that was pointed at and has no name yet. */
class FreshNote extends Part {
  static override properties = { desk: { attribute: false }, marked: { attribute: false }, languages: { attribute: false }, label: { state: true } };
  declare desk: Desk;
  declare marked: Marked;
  declare languages: readonly string[];
  declare label: Record<string, string>;

  constructor() {
    super();
    this.label = {};
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLInputElement>("input")?.focus();
  }

  protected override render(): unknown {
    const { part, region } = this.marked;
    return html`<form class="fresh" @submit=${this.keep} @keydown=${this.key}><h2>${tell("newNote")}</h2>
      <p class="quiet">${part ? tell("isPart", { name: part }) : region ? tell("isOutline") : tell("isPoint")}</p>
      <fieldset class="texts"><legend>${tell("called")}</legend>${this.languages.map((tag) => html`<label class="field"><span>${ownName(tag)}</span>
        <input type="text" lang=${tag} dir=${direction(tag)} maxlength="200" .value=${this.label[tag] ?? ""} @input=${(event: Event) => { this.label = { ...this.label, [tag]: (event.target as HTMLInputElement).value }; }} /></label>`)}</fieldset>
      <div class="row"><button class="primary" ?disabled=${!this.named}>${tell("keep")}</button><button type="button" @click=${() => this.dispatchEvent(new CustomEvent("dropped"))}>${tell("dropIt")}</button></div></form>`;
  }

  private get named(): boolean {
    return Object.values(this.label).some((text) => text.trim() !== "");
  }

  private keep = (event: Event): void => {
    event.preventDefault();
    if (!this.named) return;
    const label = Object.fromEntries(Object.entries(this.label).map(([tag, text]) => [tag, text.trim()]).filter(([, text]) => text));
    const id = free(this.desk, "annotation", shortName(label["en"] ?? Object.values(label)[0]!) || shortName(this.marked.part ?? "") || "note");
    const body = { id, label, facts: [], ...this.marked } as unknown as Body;
    this.dispatchEvent(new CustomEvent("named", { detail: { id, body } }));
  };

  private key = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.dispatchEvent(new CustomEvent("dropped"));
  };
}

/** A name like `wanted` that nothing of its kind has yet. */
export function free(desk: Desk, kind: "annotation" | "stop", wanted: string): string {
  const taken = (id: string): boolean => desk.body(kind, id) !== undefined;
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted.slice(0, 58)}-${number}`;
    if (!taken(id)) return id;
  }
}

customElements.define("space-fresh", FreshNote);
