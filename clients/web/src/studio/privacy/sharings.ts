import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { at, call, get, post } from "../api";
import { complain, tell } from "../notice";
import { called, namesOf } from "../overseeing/names";
import type { Names } from "../overseeing/names";
import { Section } from "../part";
import { named, phrase } from "../phrases";
import { kindly } from "../problem";
import { me } from "../session";
import { when } from "../strings";
import "../desk.css";

interface Sharing {
  id: string;
  what: "figures" | "questions";
  month: string;
  recipient: string;
  purpose: string;
  until: string;
  asked_by: string;
  approved_by: string[];
  reason: string;
  state: string;
  needed: number;
  tied: boolean;
}

/** Leave to pass figures on: by two people, for a purpose, until a day. */
class Sharings extends Section {
  static override properties = { ...Section.properties, sharings: { state: true }, names: { state: true }, failure: { state: true } };
  declare sharings: readonly Sharing[] | undefined;
  declare names: Names;
  declare failure: string;

  constructor() {
    super();
    this.failure = "";
    this.names = {};
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("site") && this.site !== "") void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.names = await namesOf(this.site);
      this.sharings = (await get<{ sharings: Sharing[] }>(at(this.site, "sharings"))).sharings;
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): TemplateResult {
    const { sharings } = this;
    return html`
      <h1>${phrase("sharings")}</h1>
      <p>${phrase("sharingsWhy")}</p>
      ${sharings === undefined ? html`<p role="status">${phrase("loading")}</p>` : sharings.length === 0 ? html`<p class="quiet">${phrase("noSharings")}</p>` : html`<ul class="plain-list">${sharings.map((each) => this.sharing(each))}</ul>`}
      <h2>${phrase("askToShare")}</h2>
      <form @submit=${this.ask}>
        <label class="field"><span>${phrase("what")}</span><select name="what"><option value="figures">${phrase("share-figures")}</option><option value="questions">${phrase("share-questions")}</option></select></label>
        <label class="field"><span>${phrase("recipient")}</span><input name="recipient" required maxlength="200" /></label>
        <label class="field"><span>${phrase("purpose")}</span><input name="purpose" required maxlength="200" /></label>
        <label class="field month"><span>${phrase("untilDay")}</span><input type="date" name="until" required /></label>
        <p class="failure" role="alert">${this.failure}</p>
        <button type="submit" class="primary">${phrase("askToShare")}</button>
      </form>`;
  }

  private sharing(each: Sharing): TemplateResult {
    const mine = each.approved_by.includes(me()?.id ?? "");
    return html`<li class="card-line">
      <p><strong>${named("share", each.what)}</strong> → ${each.recipient} <span class="mark">${named("sharing", each.state)}</span></p>
      <p>${each.purpose} <small>${phrase("openUntil", { time: when(each.until) })} · ${phrase("approvals", { done: each.approved_by.length, total: each.needed })}${each.approved_by.length > 0 ? ` (${each.approved_by.map((who) => called(who, this.names)).join(", ")})` : ""} · ${phrase("askedBy", { name: called(each.asked_by, this.names) })}</small>${each.reason === "" ? nothing : html` <small>${each.reason}</small>`}</p>
      ${each.tied ? html`<p class="warning">${phrase("tied")}</p>` : nothing}
      <p class="row">
        ${each.state === "waiting" && !mine ? html`<button type="button" @click=${() => void this.act(each, "approve")}>${phrase("act-approve")}</button>` : nothing}
        ${each.state === "approved" ? html`<a class="button" href=${at(this.site, "sharings", each.id, "data")} download>CSV</a>` : nothing}
        ${each.state === "waiting" || each.state === "approved" ? html`<button type="button" class="bad" @click=${() => void this.act(each, "end")}>${phrase("takeBack")}</button>` : nothing}
      </p></li>`;
  }

  private async act({ id }: Sharing, act: "approve" | "end"): Promise<void> {
    await call("POST", at(this.site, "sharings", id, act), { body: {} }).catch(complain);
    await this.load();
  }

  private ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    this.failure = "";
    try {
      const [what, recipient, purpose] = ["what", "recipient", "purpose"].map((name) => String(given.get(name)).trim());
      await post(at(this.site, "sharings"), { what, recipient, purpose, until: `${String(given.get("until"))}T23:59:59Z` });
      tell(phrase("asked"));
      form.reset();
      await this.load();
    } catch (problem) {
      this.failure = kindly(problem);
    }
  };
}

customElements.define("studio-sharings", Sharings);
