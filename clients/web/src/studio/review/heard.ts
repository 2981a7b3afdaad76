import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { direction, ownName } from "../../language";
import type { Fact } from "../../site";
import { at, get, post } from "../api";
import { complain, tell } from "../notice";
import { Section } from "../part";
import { named, phrase } from "../phrases";
import { may } from "../session";
import { WRONG } from "./draft";
import type { Category, Claim } from "./draft";
import { marked, verdict } from "./sentences-pane";
import "./review.css";

interface Heard {
  id: string;
  language: string;
  text: string;
  facts: string[];
  claims: Claim[];
  cause: "wrong" | "sample";
  times: number;
  last_day: string;
  ai: boolean;
  model: string;
}

interface HeardQueue {
  heard: Heard[];
  next: string | null;
  waiting: Partial<Record<"wrong" | "sample", number>>;
}

/** Sentences that visitors doubted, and a sample of those said live. */
class HeardDesk extends Section {
  static override properties = { ...Section.properties, queue: { state: true }, facts: { state: true }, busy: { state: true } };
  declare queue: HeardQueue | undefined;
  declare facts: Record<string, Fact>;
  declare busy: boolean;

  constructor() {
    super();
    this.facts = {};
    this.busy = false;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("site") && this.site !== "") void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.queue = await get<HeardQueue>(`${at(this.site, "heard")}?limit=20`);
      const tag = this.queue.heard[0]?.language ?? "en";
      this.facts = (await get<{ facts: Record<string, Fact> }>(`${at(this.site, "facts")}?language=${encodeURIComponent(tag)}`)).facts;
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): TemplateResult {
    const { queue } = this;
    return html`
      <h1>${phrase("heardDoubted")}</h1>
      <p>${phrase("heardWhy")}</p>
      ${queue === undefined ? html`<p role="status">${phrase("loading")}</p>` : queue.heard.length === 0 ? html`<p>${phrase("nothingHeard")}</p>` : html`
        <p class="quiet" role="status">${phrase("heardWaiting", { wrong: queue.waiting.wrong ?? 0, sample: queue.waiting.sample ?? 0 })}</p>
        <ol class="sentences heard">${queue.heard.map((each) => this.sentence(each))}</ol>`}`;
  }

  private sentence(each: Heard): TemplateResult {
    const claim = each.claims.find(({ sentence }) => sentence === each.text) ?? null;
    return html`
      <li class="sentence"><div>
        <p class="text" lang=${each.language} dir=${direction(each.language)}>${marked(each.text, claim)}</p>
        <p class="about"><span class="mark ${each.cause === "wrong" ? "bad" : ""}">${each.cause === "wrong" ? phrase("doubted", { n: each.times }) : phrase("sampled")}</span>
          <span>${ownName(each.language)}</span><span>${each.last_day}</span>${each.ai ? html`<span>${each.model}</span>` : nothing}</p>
        ${verdict(claim)}
        <ul class="sources">${each.facts.map((fact) => html`<li>${this.facts[fact]?.text ?? fact}</li>`)}</ul>
        ${may(this.site, "reviewer") ? this.finding(each) : nothing}
      </div></li>`;
  }

  private finding(each: Heard): TemplateResult {
    return html`
      <form class="row finding" @submit=${(event: Event) => void this.settle(event, each)}>
        <label class="row"><span class="quiet">${phrase("whatWasWrong")}</span><select name="category">
          <option value="clean">${phrase("itIsRight")}</option>${WRONG.map((category) => html`<option value=${category}>${named("category", category)}</option>`)}</select></label>
        <label class="reason"><span class="hidden">${phrase("reason")}</span><input name="reason" maxlength="2000" placeholder=${phrase("reason")} /></label>
        <button type="submit" ?disabled=${this.busy}>${phrase("save")}</button>
      </form>`;
  }

  private async settle(event: Event, each: Heard): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const category = String(given.get("category")) as Category;
    const reason = String(given.get("reason") ?? "").trim();
    if (category !== "clean" && reason === "") {
      complain(phrase("reasonNeeded"));
      form.querySelector<HTMLInputElement>("input[name=reason]")?.focus();
      return;
    }
    this.busy = true;
    try {
      await post(at(this.site, "heard", each.id, "decisions"), { category, reason });
      tell(phrase("writtenDown"));
      await this.load();
    } catch (problem) {
      complain(problem);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("heard-desk", HeardDesk);
