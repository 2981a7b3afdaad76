import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { at, get } from "../api";
import { complain } from "../notice";
import { called, namesOf } from "../overseeing/names";
import type { Names } from "../overseeing/names";
import { Section } from "../part";
import { phrase } from "../phrases";
import { when } from "../strings";
import "../desk.css";

interface Entry {
  number: number;
  at: string;
  who: string;
  what: string;
  about: string;
  site: string;
  details: Record<string, unknown>;
}

interface Entries {
  entries: Entry[];
  before: number | null;
}

interface State {
  entries: number;
  head: string;
  checkpoints: number;
  last_checkpoint: string | null;
  breaches: string[];
  restored: string[];
}

/** Who did what, and in the house whether the record of it is whole. */
class Audit extends Section {
  static override properties = { ...Section.properties, entries: { state: true }, earlier: { state: true }, state: { state: true }, month: { state: true }, names: { state: true } };
  declare entries: readonly Entry[];
  declare earlier: number | null;
  declare state: State | undefined;
  declare month: string;
  declare names: Names;

  constructor() {
    super();
    this.entries = [];
    this.earlier = null;
    this.month = "";
    this.names = {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.site === "") void this.load();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("site") && this.site !== "") void this.load();
  }

  private async load(before?: number): Promise<void> {
    const wanted = new URLSearchParams({ limit: "50", ...(this.month === "" ? {} : { month: this.month }), ...(before === undefined ? {} : { before: String(before) }) });
    try {
      if (before === undefined) this.names = await namesOf(this.site);
      const found = await get<Entries>(`${this.site === "" ? "/api/audit" : at(this.site, "audit")}?${wanted}`);
      this.entries = before === undefined ? found.entries : [...this.entries, ...found.entries];
      this.earlier = found.before;
      if (this.site === "" && before === undefined) this.state = await get<State>("/api/audit/state");
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): TemplateResult {
    return html`
      <h1>${phrase("audit")}</h1>
      ${this.state === undefined ? nothing : this.whole(this.state)}
      <label class="field month"><span>${phrase("month")}</span><input type="month" .value=${this.month} @change=${(event: Event) => { this.month = (event.target as HTMLInputElement).value; void this.load(); }} /></label>
      <div class="scroll" tabindex="0" role="region" aria-label=${phrase("audit")}><table>
        <thead><tr><th scope="col">${phrase("when")}</th><th scope="col">${phrase("who")}</th><th scope="col">${phrase("what")}</th><th scope="col">${phrase("about")}</th></tr></thead>
        <tbody>${this.entries.map((each) => html`<tr><td><time datetime=${each.at}>${when(each.at)}</time></td><td>${called(each.who, this.names)}</td><td>${each.what}</td>
          <td>${[each.site, each.about].filter(Boolean).join(" · ")} <small>${said(each.details)}</small></td></tr>`)}</tbody>
      </table></div>
      ${this.earlier === null ? nothing : html`<button type="button" @click=${() => void this.load(this.earlier ?? undefined)}>${phrase("earlier")}</button>`}`;
  }

  private whole({ entries, breaches, restored, last_checkpoint: last }: State): TemplateResult {
    if (breaches.length > 0) return html`<div class="warning" role="alert"><p><strong>${phrase("chainBroken")}</strong></p><ul>${breaches.map((each) => html`<li>${each}</li>`)}</ul></div>`;
    return html`<p role="status"><span class="mark good">${phrase("chainWhole", { n: entries })}</span>
      ${last === null ? nothing : html`<small>${phrase("checkpoint", { time: when(last) })}</small>`}
      ${restored.length === 0 ? nothing : html`<small>${phrase("restoredAt", { when: restored.join(", ") })}</small>`}</p>`;
  }
}

function said(details: Record<string, unknown>): string {
  return Object.entries(details).map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(", ");
}

customElements.define("studio-audit", Audit);
