import { html, nothing, svg } from "lit";
import type { TemplateResult } from "lit";
import { ownName, textIn } from "../../language";
import { at, call, get } from "../api";
import { complain, tell } from "../notice";
import { Section } from "../part";
import { phrase } from "../phrases";
import { may } from "../session";
import { amount, language } from "../strings";
import "../desk.css";
import "./figures.css";

interface Group {
  name: string;
  visitors: number;
}

interface StopFigures {
  stop: string;
  visitors: number | null;
  arrivals: number | null;
  dwell: number | null;
  reactions: Record<string, number | null>;
  questions: number | null;
  unanswered: number | null;
}

interface Figures {
  fewest: number;
  visitors: number | null;
  languages: Group[];
  countries: Group[];
  stops: StopFigures[];
  ways: { before: string; stop: string; visitors: number }[];
  plan: { x: number; z: number; seconds: number }[];
}

interface Wondered {
  text: string;
  language: string;
  stop: string;
  visitors: number | null;
  deeds: number[];
}

interface Described {
  stops: { id: string; title: Record<string, string>; position: [number, number, number] }[];
}

/** What visitors did who agreed to that, never of fewer than five; and what they asked in vain. */
class Visitors extends Section {
  static override properties = { ...Section.properties, figures: { state: true }, questions: { state: true }, described: { state: true }, month: { state: true } };
  declare figures: Figures | undefined;
  declare questions: readonly Wondered[];
  declare described: Described | undefined;
  declare month: string;

  constructor() {
    super();
    this.questions = [];
    this.month = "";
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (this.site !== "" && (changed.has("site") || changed.has("month"))) void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.figures = await get<Figures>(`${at(this.site, "visitors")}${this.query}`);
      this.questions = (await get<{ questions: Wondered[] }>(at(this.site, "visitors", "questions"))).questions;
      this.described = await get<Described>(at(this.site)).catch(() => undefined);
    } catch (problem) {
      complain(problem);
    }
  }

  private get query(): string {
    return this.month === "" ? "" : `?month=${this.month}`;
  }

  protected override render(): TemplateResult {
    const { figures } = this;
    return html`
      <h1>${phrase("visitors")}</h1>
      <p>${phrase("visitorsWhy", { fewest: figures?.fewest ?? 5 })}</p>
      <div class="row"><label class="field month"><span>${phrase("month")}</span><input type="month" .value=${this.month} @change=${(event: Event) => { this.month = (event.target as HTMLInputElement).value; }} /></label>
        <a class="button" href="${at(this.site, "visitors.csv")}${this.query}" download>CSV</a></div>
      ${figures === undefined ? html`<p role="status">${phrase("loading")}</p>` : !figures.visitors ? html`<p>${phrase("tooFew", { fewest: figures.fewest })}</p>` : this.counted(figures)}
      ${this.wondered()}`;
  }

  private counted(figures: Figures): TemplateResult {
    const number = (value: number | null): string => (value === null ? "–" : amount(value));
    const most = Math.max(1, ...figures.stops.map(({ arrivals }) => arrivals ?? 0));
    return html`
      <p><strong>${phrase("visitorsIn", { n: figures.visitors ?? 0 })}</strong> ${figures.languages.map(({ name, visitors }) => html`<span class="mark"><bdi>${known(name) ? ownName(name) : "…"}</bdi> <bdi>${amount(visitors)}</bdi></span> `)}${figures.countries.map(({ name, visitors }) => html`<span class="mark"><bdi>${country(name)}</bdi> <bdi>${amount(visitors)}</bdi></span> `)}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${phrase("stops")}><table class="figures">
        <thead><tr>${(["stops", "arrivals", "dwell", "likes", "skips", "shares", "questions", "unanswered"] as const).map((each) => html`<th scope="col">${phrase(each)}</th>`)}</tr></thead>
        <tbody>${figures.stops.map((each) => html`<tr><th scope="row">${this.stop(each.stop)}</th><td>${number(each.arrivals)}${bar(each.arrivals ?? 0, most)}</td><td>${each.dwell === null ? "–" : phrase("seconds", { n: Math.round(each.dwell) })}</td>
          ${["like", "skip", "share"].map((kind) => html`<td>${number(each.reactions[kind] ?? null)}</td>`)}<td>${number(each.questions)}</td><td>${number(each.unanswered)}</td></tr>`)}</tbody>
      </table></div>
      ${figures.plan.length === 0 ? nothing : html`<h2>${phrase("whereTheyStood")}</h2>${this.plan(figures)}`}`;
  }

  /** Seen from above, north up as in scene space: darker where more time was spent, lines where people went. */
  private plan({ plan, ways }: Figures): TemplateResult {
    const stops = new Map((this.described?.stops ?? []).map((each) => [each.id, each.position]));
    const xs = [...plan.map(({ x }) => x), ...[...stops.values()].map(([x]) => x)];
    const zs = [...plan.map(({ z }) => z), ...[...stops.values()].map(([, , z]) => z)];
    const grain = Math.max(1, (Math.max(...xs) - Math.min(...xs)) / 60);
    const room = Math.max(2, grain * 6);
    const [left, top] = [Math.min(...xs) - room, Math.min(...zs) - room];
    const most = Math.max(...plan.map(({ seconds }) => seconds));
    const widest = Math.max(1, ...ways.map(({ visitors }) => visitors));
    return html`<svg class="plan" viewBox="${left} ${top} ${Math.max(...xs) + room - left} ${Math.max(...zs) + room - top}" role="img" aria-label=${phrase("whereTheyStood")}>
      ${plan.map(({ x, z, seconds }) => svg`<rect class="heat" x=${x - grain / 2} y=${z - grain / 2} width=${grain} height=${grain} opacity=${0.15 + 0.85 * (seconds / most)} />`)}
      ${ways.map(({ before, stop, visitors }) => {
        const [from, to] = [stops.get(before), stops.get(stop)];
        return from && to ? svg`<line x1=${from[0]} y1=${from[2]} x2=${to[0]} y2=${to[2]} stroke-width=${grain * (0.08 + 0.3 * (visitors / widest))} />` : nothing;
      })}
      ${[...stops].map(([id, [x, , z]]) => svg`<circle cx=${x} cy=${z} r=${grain * 0.5}><title>${this.stop(id)}</title></circle><text x=${x} y=${z - grain} font-size=${grain * 1.2}>${this.stop(id)}</text>`)}
    </svg>`;
  }

  private wondered(): TemplateResult {
    return html`<h2>${phrase("askedInVain")}</h2>
      ${this.questions.length === 0 ? html`<p class="quiet">${phrase("nothingAsked")}</p>` : html`<ul class="plain-list">${this.questions.map((each) => html`
        <li class="row"><span lang=${each.language} dir="auto">${each.text}</span><small>${this.stop(each.stop)} · <bdi>${ownName(each.language)}</bdi> · ${each.visitors === null ? nothing : phrase("visitorsIn", { n: each.visitors })}</small>
          ${may(this.site, "curator") ? html`<button type="button" @click=${() => void this.settle(each)}>${phrase("settled")}</button>` : nothing}</li>`)}</ul>`}`;
  }

  private async settle({ deeds }: Wondered): Promise<void> {
    try {
      await call("POST", at(this.site, "visitors", "questions", "settled"), { body: { deeds } });
      tell(phrase("writtenDown"));
    } catch (problem) {
      complain(problem);
    }
    await this.load();
  }

  private stop(id: string): string {
    const found = this.described?.stops.find((each) => each.id === id);
    return found ? textIn(found.title, language()) : id;
  }
}

function bar(many: number, most: number): TemplateResult {
  return html`<svg class="bar" width="120" height="6" viewBox="0 0 120 6" aria-hidden="true"><rect class="bias" width=${(many / most) * 120} height="6" /></svg>`;
}

/** Whether a group is of one language or country: small ones stand together as `others`. */
function known(name: string): boolean {
  return name !== "" && name !== "others";
}

function country(code: string): string {
  if (!known(code)) return "…";
  return new Intl.DisplayNames([language()], { type: "region", fallback: "code" }).of(code) ?? code;
}

customElements.define("studio-visitors", Visitors);
