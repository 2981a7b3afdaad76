import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { at, call, get } from "../api";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { phrase } from "../phrases";
import { may } from "../session";
import { language, say } from "../strings";
import { tell } from "./words";

interface Rules {
  two_readers: boolean;
  live_share: number;
}

/** How a site is reviewed: one pair of eyes or two, and how much of what is said live is read afterwards. */
class ReviewRules extends Section {
  static override properties = { ...Section.properties, rules: { state: true }, busy: { state: true } };
  declare rules: Rules | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.busy = false;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("site") && this.site !== "") get<Rules>(at(this.site, "review", "rules")).then((rules) => { this.rules = rules; }, complain);
  }

  protected override render(): TemplateResult {
    const { rules } = this;
    const mine = may(this.site, "operator");
    return html`<h1>${tell("rules")}</h1>${rules === undefined ? html`<p role="status">${phrase("loading")}</p>` : html`<form class="narrow-page" @submit=${this.save}>
      ${mine ? nothing : html`<p class="quiet">${tell("onlyOperators")}</p>`}
      <label class="check"><input type="checkbox" name="two" aria-describedby="two-why" .checked=${rules.two_readers} ?disabled=${!mine} @change=${(event: Event) => { this.rules = { ...rules, two_readers: (event.target as HTMLInputElement).checked }; }} />${tell("twoReaders")}</label>
      <p id="two-why"><small>${tell("twoReadersWhy")}</small></p>
      <label class="field"><span>${tell("liveShare", { percent: percent(rules.live_share) })}</span><input type="range" name="share" min="0" max="100" step="1" aria-describedby="share-why" aria-valuetext=${percent(rules.live_share)} .value=${String(Math.round(rules.live_share * 100))} ?disabled=${!mine}
        @input=${(event: Event) => { this.rules = { ...rules, live_share: Number((event.target as HTMLInputElement).value) / 100 }; }} /><small id="share-why">${tell("liveShareWhy")}</small></label>
      ${mine ? html`<button class="primary" ?disabled=${this.busy}>${say("save")}</button>` : nothing}</form>`}`;
  }

  private save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    this.busy = true;
    try {
      this.rules = (await call<Rules>("PUT", at(this.site, "review", "rules"), { body: this.rules })).value;
      announce(tell("rulesSaved"));
    } catch (problem) {
      complain(problem);
    } finally {
      this.busy = false;
    }
  };
}

function percent(share: number): string {
  return share.toLocaleString(language(), { style: "percent", maximumFractionDigits: 1 });
}

customElements.define("studio-rules", ReviewRules);
