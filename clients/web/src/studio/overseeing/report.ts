import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { download } from "../account/handing-out";
import { get } from "../api";
import { complain } from "../notice";
import { Section } from "../part";
import { phrase } from "../phrases";
import { amount, language, when } from "../strings";
import { called, namesOf } from "./names";
import type { Names } from "./names";
import { named, tell } from "./words";
import "../desk.css";
import "./overseeing.css";

interface Report {
  month: string;
  entries: number;
  acts: Record<string, Record<string, number>>;
  people: Record<string, Record<string, number>>;
  refused: number;
  state: { entries: number; head: string; checkpoints: number; last_checkpoint: string | null; breaches: string[]; restored: string[] };
}

/** What was done in the house in a month, by kind and by person, and whether the record of it is whole. */
class MonthlyReport extends Section {
  static override properties = { ...Section.properties, report: { state: true }, names: { state: true }, month: { state: true } };
  declare report: Report | undefined;
  declare names: Names;
  declare month: string;

  constructor() {
    super();
    this.names = {};
    this.month = new Date().toISOString().slice(0, 7);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void namesOf("").then((names) => { this.names = names; });
    this.load();
  }

  private load(): void {
    get<Report>(`/api/audit/report?month=${encodeURIComponent(this.month)}`).then((report) => { this.report = report; }, complain);
  }

  private choose = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    if (!/^\d{4}-\d{2}$/.test(value)) return;
    this.month = value;
    this.load();
  };

  protected override render(): TemplateResult {
    const { report } = this;
    return html`<h1>${tell("report")}</h1><p>${tell("reportWhy")}</p>
      <div class="row no-print"><label class="field month"><span>${tell("month")}</span><input type="month" .value=${this.month} @change=${this.choose} /></label>
        <button type="button" ?disabled=${report === undefined} @click=${() => print()}>${tell("print")}</button><button type="button" ?disabled=${report === undefined} @click=${this.csv}>${tell("csv")}</button></div>
      ${report === undefined ? html`<p role="status">${phrase("loading")}</p>` : this.whole(report)}`;
  }

  private whole(report: Report): TemplateResult {
    return html`<p class="report-month"><strong>${written(report.month)}</strong> · ${tell("entries", { n: amount(report.entries) })} · ${tell("refused", { n: amount(report.refused) })}</p>
      ${this.state(report.state)}
      ${report.entries === 0 ? html`<p>${tell("nothing")}</p>` : html`<div class="report">
        ${Object.entries(report.acts).map(([category, acts]) => table(named("category", category), tell("act"), Object.entries(acts).map(([act, times]) => [named("act", act), times])))}
        ${table(tell("person"), tell("person"), Object.entries(report.people).map(([who, of]) => [called(who, this.names), Object.values(of).reduce((sum, each) => sum + each, 0)]))}</div>`}`;
  }

  private state({ entries, head, checkpoints, last_checkpoint: last, breaches, restored }: Report["state"]): TemplateResult {
    const short = head.slice(0, 12);
    return html`${breaches.length > 0 ? html`<div class="warning" role="alert"><p><strong>${tell("wholeNo")}</strong></p><ul>${breaches.map((each) => html`<li>${each}</li>`)}</ul></div>`
      : html`<p><span class="mark good">${tell("wholeYes")}</span></p>`}
      <p class="quiet">${last === null ? tell("checkedNone", { entries: amount(entries), head: short }) : tell("checked", { entries: amount(entries), head: short, checkpoints: amount(checkpoints), time: when(last) })}</p>
      ${restored.length > 0 ? html`<p class="quiet">${tell("restored", { when: restored.join(", ") })}</p>` : nothing}`;
  }

  private csv = (): void => {
    const { report } = this;
    if (!report) return;
    const acts = Object.entries(report.acts).flatMap(([category, of]) => Object.entries(of).map(([act, times]) => ["", category, act, times]));
    const people = Object.entries(report.people).flatMap(([who, of]) => Object.entries(of).map(([category, times]) => [called(who, this.names), category, "", times]));
    const rows = [["who", "category", "act", "times"], ...acts, ...people];
    download(`report-${report.month}.csv`, rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n", "text/csv");
  };
}

function table(title: string, first: string, rows: readonly (readonly [string, number])[]): TemplateResult {
  return html`<section><h2>${title}</h2><table class="figures"><thead><tr><th scope="col">${first}</th><th scope="col">${tell("times")}</th></tr></thead>
    <tbody>${rows.map(([name, times]) => html`<tr><th scope="row">${name}</th><td>${amount(times)}</td></tr>`)}</tbody></table></section>`;
}

function written(month: string): string {
  return new Date(`${month}-15T12:00:00Z`).toLocaleDateString(language(), { month: "long", year: "numeric" });
}

/** A cell of a sheet; a name that a program might take for a formula is one no more. */
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

customElements.define("studio-report", MonthlyReport);
