import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import { ownName } from "../../language";
import { at, get } from "../api";
import { complain } from "../notice";
import { Section } from "../part";
import { named, phrase } from "../phrases";
import { WRONG } from "../review/draft";
import { amount, language } from "../strings";
import { by, sum, withEveryMonth, wrongShare } from "./counting";
import type { Coverage, Figure } from "./counting";
import "../desk.css";
import "./figures.css";

const MONTH = /^\d{4}-\d\d$/;
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
      ${found === undefined ? nothing : html`<p>${phrase("findingsWhat", { since: day(found.since) })}</p>`}
      <label class="row"><span class="quiet">${phrase("per")}</span><select @change=${(event: Event) => { this.period = (event.target as HTMLSelectElement).value as "day"; }}>
        ${(["day", "week", "month"] as const).map((each) => html`<option value=${each} ?selected=${each === this.period}>${phrase(`per-${each}`)}</option>`)}</select></label>
      ${found === undefined ? html`<p role="status">${phrase("loading")}</p>` : html`
        ${this.chart(phrase("overTime"), this.overTime(found.figures), time)}
        ${this.chart(phrase("language"), by(found.figures, "language"), ownName)}
        ${this.chart(phrase("model"), by(found.figures, "model"), (name) => name || phrase("people"))}
        ${this.coverage(found.coverage)}`}`;
  }

  private overTime(figures: readonly Figure[]): [string, Record<string, number>][] {
    const rows = by(figures, "period");
    return rows.every(([period]) => MONTH.test(period)) ? withEveryMonth(rows) : rows;
  }

  /** Bars with the same numbers as a table beside them: nobody has to see the bars. */
  private chart(title: string, rows: [string, Record<string, number>][], name: (key: string) => string): TemplateResult {
    if (rows.length === 0) return html`<h2>${title}</h2><p class="quiet">${phrase("nothingYet")}</p>`;
    return html`<h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label=${title}><table class="figures findings">
      <thead><tr><th scope="col"><span class="hidden">${title}</span></th><th scope="col"><span class="hidden">${phrase("share")}</span></th><th scope="col">${phrase("wrongShare")}</th><th scope="col">${phrase("read")}</th>
        ${CATEGORIES.map((each) => html`<th scope="col"><span class="swatch ${each}"></span>${each === "clean" ? phrase("found-clean") : named("category", each)}</th>`)}</tr></thead>
      <tbody>${rows.map(([key, row]) => html`<tr><th scope="row">${name(key)}</th><td>${bar(row)}</td><td>${sum(row) === 0 ? nothing : percent(wrongShare(row))}</td><td>${counted(sum(row))}</td>
        ${CATEGORIES.map((each) => html`<td>${counted(row[each] ?? 0)}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }

  private coverage(rows: readonly Coverage[]): TemplateResult {
    const columns = ["approved", "edited", "stale", "waiting", "rejected", "by_machine"] as const;
    return html`<h2>${phrase("coverage")}</h2><div class="scroll" tabindex="0" role="region" aria-label=${phrase("coverage")}><table class="figures findings">
      <thead><tr><th scope="col">${phrase("language")}</th>${columns.map((each) => html`<th scope="col">${phrase(`covered-${each}`)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr><th scope="row">${ownName(row.language)}</th>${columns.map((each) => html`<td>${counted(row[each])}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }
}

/** Every bar is as long: what differs is the shares. */
function bar(row: Record<string, number>): TemplateResult {
  const all = sum(row);
  let x = 0;
  const parts = all === 0 ? [] : CATEGORIES.map((each) => {
    const width = ((row[each] ?? 0) / all) * 100;
    const part = svg`<rect class=${each} x=${x} y="0" width=${width} height="14" />`;
    x += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function counted(number: number): TemplateResult {
  return number === 0 ? html`<span class="none">0</span>` : html`${amount(number)}`;
}

function percent(share: number): string {
  return new Intl.NumberFormat(language(), { style: "percent" }).format(share);
}

/** A month or a day in the studio's language; a week stays as it is counted. */
function time(period: string): string {
  if (MONTH.test(period)) return new Intl.DateTimeFormat(language(), { year: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${period}-01T00:00Z`));
  return /^\d{4}-\d\d-\d\d$/.test(period) ? day(period) : period;
}

function day(date: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${date}T00:00Z`));
}

customElements.define("studio-findings", FindingsPage);
