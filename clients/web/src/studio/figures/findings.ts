import { html, svg } from "lit";
import type { TemplateResult } from "lit";
import { ownName } from "../../language";
import { at, get } from "../api";
import { complain } from "../notice";
import { Section } from "../part";
import { named, phrase } from "../phrases";
import { WRONG } from "../review/draft";
import { by, sum } from "./counting";
import type { Coverage, Figure } from "./counting";
import "../desk.css";
import "./figures.css";

const CATEGORIES = ["clean", ...WRONG] as const;

interface Findings {
  since: string;
  until: string;
  figures: Figure[];
  coverage: Coverage[];
}

/** What reviewers found over time, per language and model, and how far each language is reviewed. */
class FindingsPage extends Section {
  static override properties = { ...Section.properties, found: { state: true }, period: { state: true } };
  declare found: Findings | undefined;
  declare period: "day" | "week" | "month";

  constructor() {
    super();
    this.period = "month";
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (this.site !== "" && (changed.has("site") || changed.has("period"))) {
      get<Findings>(`${at(this.site, "review", "figures")}?period=${this.period}`).then((found) => { this.found = found; }, complain);
    }
  }

  protected override render(): TemplateResult {
    const { found } = this;
    return html`
      <h1>${phrase("findings")}</h1>
      <label class="row"><span class="quiet">${phrase("per")}</span><select @change=${(event: Event) => { this.period = (event.target as HTMLSelectElement).value as "day"; }}>
        ${(["day", "week", "month"] as const).map((each) => html`<option value=${each} ?selected=${each === this.period}>${phrase(`per-${each}`)}</option>`)}</select></label>
      ${found === undefined ? html`<p role="status">${phrase("loading")}</p>` : html`
        ${this.chart(phrase("overTime"), by(found.figures, "period"), (name) => name)}
        ${this.chart(phrase("language"), by(found.figures, "language"), ownName)}
        ${this.chart(phrase("model"), by(found.figures, "model"), (name) => name || phrase("people"))}
        ${this.coverage(found.coverage)}`}`;
  }

  /** Bars with the same numbers as a table under them: nobody has to see the bars. */
  private chart(title: string, rows: [string, Record<string, number>][], name: (key: string) => string): TemplateResult {
    if (rows.length === 0) return html`<h2>${title}</h2><p class="quiet">${phrase("nothingYet")}</p>`;
    const most = Math.max(...rows.map(([, row]) => sum(row)));
    return html`<h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label=${title}><table class="figures">
      <thead><tr><th scope="col"><span class="hidden">${title}</span></th>${CATEGORIES.map((each) => html`<th scope="col"><span class="swatch ${each}"></span>${named("category", each)}</th>`)}<th></th></tr></thead>
      <tbody>${rows.map(([key, row]) => html`<tr><th scope="row">${name(key)}</th>${CATEGORIES.map((each) => html`<td>${row[each] ?? 0}</td>`)}<td>${bar(row, most)}</td></tr>`)}</tbody>
    </table></div>`;
  }

  private coverage(rows: readonly Coverage[]): TemplateResult {
    const columns = ["approved", "edited", "stale", "waiting", "rejected", "by_machine"] as const;
    return html`<h2>${phrase("coverage")}</h2><div class="scroll" tabindex="0" role="region" aria-label=${phrase("coverage")}><table class="figures">
      <thead><tr><th scope="col">${phrase("language")}</th>${columns.map((each) => html`<th scope="col">${phrase(`covered-${each}`)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr><th scope="row">${ownName(row.language)}</th>${columns.map((each) => html`<td>${row[each]}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }
}

function bar(row: Record<string, number>, most: number): TemplateResult {
  let x = 0;
  const parts = CATEGORIES.map((each) => {
    const width = ((row[each] ?? 0) / most) * 200;
    const part = svg`<rect class=${each} x=${x} y="0" width=${width} height="14" />`;
    x += width;
    return part;
  });
  return html`<svg class="bar" width="200" height="14" viewBox="0 0 200 14" aria-hidden="true">${parts}</svg>`;
}

customElements.define("studio-findings", FindingsPage);
