import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { get, post } from "../api";
import { complain, tell } from "../notice";
import { Section } from "../part";
import { named, phrase } from "../phrases";
import { kindly } from "../problem";
import { amount, when } from "../strings";
import "../desk.css";

interface Kept {
  visitors: number;
  deeds: number;
  oldest: string | null;
  consents: { site: string; purpose: string; language: string; standing: number; ended: number }[];
  erased: number;
  unreadable: number;
  retention: { kind: string; days: number; enforced: string | null; removed: number }[];
  master_keys: { in_use: string; missing: string[] };
}

/** What is kept of visitors, in numbers, and what an operator does where a visitor asks. */
class Privacy extends Section {
  static override properties = { ...Section.properties, kept: { state: true }, failure: { state: true }, sure: { state: true }, visit: { state: true } };
  declare kept: Kept | undefined;
  declare failure: string;
  /** Whether the person was asked once whether they mean it. */
  declare sure: boolean;
  declare visit: string;

  constructor() {
    super();
    this.failure = "";
    this.sure = false;
    this.visit = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.kept = await get<Kept>("/api/privacy");
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): TemplateResult {
    const { kept } = this;
    return html`
      <h1>${phrase("privacy")}</h1>
      ${kept === undefined ? html`<p role="status">${phrase("loading")}</p>` : this.numbers(kept)}
      <h2>${phrase("visitorAsks")}</h2>
      <form @submit=${this.export}>
        <label class="field"><span>${phrase("visitId")}</span><input name="visit" required maxlength="64" autocomplete="off" .value=${this.visit} @input=${(event: Event) => { this.visit = (event.target as HTMLInputElement).value.trim(); this.sure = false; }} /></label>
        <p class="failure" role="alert">${this.failure}</p>
        <div class="row"><button type="submit">${phrase("handOut")}</button>
          <button type="button" class="bad" ?disabled=${this.visit === ""} @click=${this.erase}>${phrase(this.sure ? "eraseSure" : "erase")}</button></div>
      </form>`;
  }

  private numbers(kept: Kept): TemplateResult {
    const missing = kept.master_keys.missing;
    return html`
      ${missing.length === 0 ? nothing : html`<p class="warning" role="alert">${phrase("keysMissing", { keys: missing.join(", ") })}</p>`}
      <p>${phrase("keptNumbers", { visitors: amount(kept.visitors), deeds: amount(kept.deeds), erased: amount(kept.erased) })} ${kept.oldest === null ? nothing : phrase("oldest", { day: kept.oldest })}</p>
      <h2>${phrase("consents")}</h2>
      ${kept.consents.length === 0 ? html`<p class="quiet">${phrase("noConsents")}</p>` : html`<div class="scroll" tabindex="0" role="region" aria-label=${phrase("consents")}><table>
        <thead><tr>${(["site", "purpose", "language", "standing", "ended"] as const).map((each) => html`<th scope="col">${phrase(each)}</th>`)}</tr></thead>
        <tbody>${kept.consents.map((each) => html`<tr><td>${each.site}</td><td>${each.purpose}</td><td>${each.language}</td><td>${each.standing}</td><td>${each.ended}</td></tr>`)}</tbody></table></div>`}
      <h2>${phrase("retention")}</h2>
      <ul>${kept.retention.map((each) => html`<li>${phrase("keptFor", { kind: named("kept", each.kind), n: each.days })}${each.enforced === null ? nothing : html` <small>${phrase("enforced", { time: when(each.enforced), removed: amount(each.removed) })}</small>`}</li>`)}</ul>`;
  }

  private export = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.failure = "";
    try {
      const told = await post<unknown>("/api/privacy/export", { visit: this.visit });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 2)], { type: "application/json" }));
      link.download = "visit.json";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (problem) {
      this.failure = kindly(problem);
    }
  };

  private erase = async (): Promise<void> => {
    this.failure = "";
    if (!this.sure) {
      this.sure = true;
      return;
    }
    this.sure = false;
    try {
      const gone = await post<{ records: number }>("/api/privacy/erase", { visit: this.visit });
      tell(phrase("erasedNow", { n: gone.records }));
      this.visit = "";
      await this.load();
    } catch (problem) {
      this.failure = kindly(problem);
    }
  };
}

customElements.define("studio-privacy", Privacy);
