import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { ownName, textIn } from "../../language";
import { at, get } from "../api";
import { complain } from "../notice";
import { Section } from "../part";
import { named, phrase } from "../phrases";
import { AUDIENCES } from "../review/draft";
import type { Counts, Draft, Queue } from "../review/draft";
import { addressOf } from "../router";
import { language, when } from "../strings";
import { called, namesOf } from "./names";
import type { Names } from "./names";
import { tell } from "./words";
import "../desk.css";
import "./overseeing.css";

const STATES = ["screened", "in-review", "approved", "stale", "rejected", "retired"] as const;
const EVERY = STATES.filter((state) => state !== "stale");
const PAGE = "40";

interface Described {
  stops: { id: string; title: Record<string, string> }[];
}

/** What is looked for; an empty field means any. */
interface Wanted {
  state: string;
  language: string;
  stop: string;
  audience: string;
  model: string;
  objected: boolean;
}

/** Every draft and take of a site, by what one looks for, each leading to where it is read. */
class Takes extends Section {
  static override properties = {
    ...Section.properties, drafts: { state: true }, next: { state: true }, counts: { state: true }, stops: { state: true }, names: { state: true }, wanted: { state: true },
  };
  declare drafts: readonly Draft[] | undefined;
  declare next: string | null;
  declare counts: Counts;
  declare stops: Described["stops"];
  declare names: Names;
  declare wanted: Wanted;
  private readonly models = new Set<string>();

  constructor() {
    super();
    this.next = null;
    this.counts = {};
    this.stops = [];
    this.names = {};
    this.wanted = { state: "", language: "", stop: "", audience: "any", model: "", objected: false };
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("site") || this.site === "") return;
    void this.load();
    void namesOf(this.site).then((names) => { this.names = names; });
    get<Described>(at(this.site)).then(({ stops }) => { this.stops = stops; }, () => undefined);
  }

  private get query(): URLSearchParams {
    const { state, audience, objected, ...rest } = this.wanted;
    const asked = new URLSearchParams({ limit: PAGE, state: state || EVERY.join(",") });
    for (const [name, value] of Object.entries(rest)) if (value !== "") asked.set(name, value);
    if (audience !== "any") asked.set("audience", audience);
    if (objected) asked.set("objected", "yes");
    return asked;
  }

  private async load(after = ""): Promise<void> {
    const asked = this.query;
    if (after !== "") asked.set("after", after);
    try {
      const found = await get<Queue>(`${at(this.site, "review")}?${asked}`);
      this.drafts = after === "" ? found.drafts : [...(this.drafts ?? []), ...found.drafts];
      for (const { model } of found.drafts) if (model !== "") this.models.add(model);
      this.counts = found.counts;
      this.next = found.next;
    } catch (problem) {
      complain(problem);
    }
  }

  private want(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
    void this.load();
  }

  protected override render(): TemplateResult {
    const { drafts } = this;
    return html`<h1>${tell("takes")}</h1><p>${tell("takesWhy")}</p>${this.filters()}
      ${drafts === undefined ? html`<p role="status">${phrase("loading")}</p>` : html`<p class="quiet" role="status">${drafts.length === 0 ? tell("noTakes") : tell("found", { n: drafts.length })}</p>
        <ul class="plain-list takes">${drafts.map((each) => this.draft(each))}</ul>
        ${this.next === null ? nothing : html`<p><button type="button" @click=${() => void this.load(this.next ?? "")}>${tell("more")}</button></p>`}`}`;
  }

  private filters(): TemplateResult {
    const total = (state: string): number => Object.values(this.counts).reduce((sum, of) => sum + (of[state as keyof typeof of] ?? 0), 0);
    return html`<div class="filters" role="group" aria-label=${tell("takes")}>
      ${this.choice("state", tell("state"), STATES.map((state) => [state, `${named("state", state)} (${total(state)})`]))}
      ${this.choice("language", tell("language"), Object.keys(this.counts).map((tag) => [tag, ownName(tag)]))}
      ${this.choice("stop", tell("stop"), this.stops.map(({ id }) => [id, this.stop(id)]))}
      ${this.choice("audience", tell("audience"), AUDIENCES.map((each) => [each, phrase(`audience-${each || "all"}` as "audience-all")]), "any")}
      ${this.choice("model", tell("model"), [...this.models].map((each) => [each, each]))}
      <label class="check"><input type="checkbox" .checked=${this.wanted.objected} @change=${(event: Event) => this.want({ objected: (event.target as HTMLInputElement).checked })} />${tell("objected")}</label></div>`;
  }

  private choice(name: keyof Wanted, label: string, options: readonly (readonly [string, string])[], any = ""): TemplateResult {
    return html`<label class="field"><span>${label}</span><select name=${name} @change=${(event: Event) => this.want({ [name]: (event.target as HTMLSelectElement).value })}>
      <option value=${any}>${tell("any")}</option>${options.map(([value, title]) => html`<option value=${value} ?selected=${value === this.wanted[name]}>${title}</option>`)}</select></label>`;
  }

  private draft(each: Draft): TemplateResult {
    const state = each.state === "approved" && each.stale !== "" ? "stale" : each.state;
    const kind = { approved: "good", rejected: "bad", stale: "warn" }[state as "stale"] ?? "";
    const about = [ownName(each.language), phrase(`audience-${each.audience || "all"}` as "audience-all"), each.model || tell("people"), this.since(each)];
    return html`<li class="card-line row"><span class="grow"><strong>${this.stop(each.stop)}</strong> <span class="mark ${kind}">${named("state", state)}</span>
      ${each.objections > 0 ? html`<span class="mark bad">${tell("objections", { n: each.objections })}</span>` : nothing}<br /><small>${about.filter(Boolean).join(" · ")}</small>
      <br /><span class="first-words" lang=${each.language} dir="auto">${each.sentences[0]?.text ?? ""}</span></span>
      <a class="button" href=${addressOf({ site: this.site, section: "review", rest: [each.id] })}>${tell("open")}<span class="hidden"> ${this.stop(each.stop)}, ${ownName(each.language)}</span></a></li>`;
  }

  private since(each: Draft): string {
    if (each.decided_by !== "") return tell("decidedBy", { name: called(each.decided_by, this.names), time: when(each.decided) });
    return each.reader !== "" ? tell("reader", { name: called(each.reader, this.names) }) : tell("changed", { time: when(each.changed) });
  }

  private stop(id: string): string {
    const found = this.stops.find((each) => each.id === id);
    return found ? textIn(found.title, language()) : id;
  }
}

customElements.define("studio-takes", Takes);
