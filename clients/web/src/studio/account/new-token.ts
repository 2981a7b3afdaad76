import { html } from "lit";
import { textIn } from "../../language";
import { post } from "../api";
import { complain, tell as announce } from "../notice";
import { kindly } from "../problem";
import { HOUSE, me, rolesAt } from "../session";
import { language, say } from "../strings";
import { copy } from "./handing-out";
import { Mine } from "./mine";
import { tell } from "./words";

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;
const USUAL_DAYS = 90;

/** Making a token, and showing it once. */
class NewToken extends Mine {
  static override properties = { sites: { attribute: false }, site: { state: true }, secret: { state: true }, failure: { state: true } };
  declare sites: Readonly<Record<string, Record<string, string>>>;
  declare site: string;
  declare secret: string;
  declare failure: string;

  constructor() {
    super();
    this.sites = {};
    this.site = "";
    this.secret = "";
    this.failure = "";
  }

  /** Where one holds a role, the whole house first. */
  private get places(): readonly string[] {
    const held = me()?.roles ?? {};
    return [...new Set([...Object.keys(held), ...(held[HOUSE] ? Object.keys(this.sites) : [])])].filter((site) => rolesAt(site).size > 0);
  }

  protected override render(): unknown {
    if (this.secret !== "") return this.made();
    const places = this.places;
    if (places.length === 0) return html`<p class="quiet">${tell("noRoles")}</p>`;
    const site = places.includes(this.site) ? this.site : places[0]!;
    return html`<form @submit=${this.make}><h3>${tell("makeToken")}</h3>
      <label class="field"><span>${tell("whatFor")}</span><input name="label" required maxlength="80" autocomplete="off" /><small>${tell("whatForHint")}</small></label>
      <label class="field"><span>${tell("where")}</span><select name="site" @change=${(event: Event) => { this.site = (event.target as HTMLSelectElement).value; }}>${places.map((each) => html`<option value=${each} ?selected=${each === site}>${this.named(each)}</option>`)}</select></label>
      <fieldset><legend>${tell("roles")}</legend><div class="row">${[...rolesAt(site)].map((role) => html`<label class="check"><input type="checkbox" name="role" value=${role} />${say(role)}</label>`)}</div></fieldset>
      <label class="check"><input type="checkbox" name="reads" checked />${tell("readsOnly")}</label>
      <label class="field month"><span>${tell("until")}</span><input type="date" name="until" required min=${dayIn(1)} max=${dayIn(LONGEST_DAYS - 1)} .defaultValue=${dayIn(USUAL_DAYS)} /></label>
      <p class="failure" role="alert">${this.failure}</p><button>${tell("makeToken")}</button></form>`;
  }

  private made(): unknown {
    return html`<div class="warning once" role="group" tabindex="-1" aria-label=${tell("tokenMade")}><p>${tell("tokenMade")}</p>
      <p><input readonly class="secret" aria-label=${tell("tokens")} .value=${this.secret} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></p>
      <p class="quiet">${tell("tokenUse")} <code>Authorization: Bearer caravan_…</code></p>
      <div class="row"><button type="button" class="primary" @click=${this.copy}>${tell("copy")}</button><button type="button" @click=${() => { this.secret = ""; }}>${tell("done")}</button></div></div>`;
  }

  private named(site: string): string {
    return site === HOUSE ? say("house") : textIn(this.sites[site] ?? {}, language()) || site;
  }

  private make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const roles = given.getAll("role");
    this.failure = roles.length === 0 ? tell("someRole") : "";
    if (this.failure !== "") return;
    const days = Math.ceil((Date.parse(`${String(given.get("until"))}T23:59:59`) - Date.now()) / DAY_MS);
    try {
      const asked = { label: String(given.get("label")).trim(), site: given.get("site"), roles, reads_only: given.has("reads"), days };
      this.secret = (await post<{ secret: string }>("/api/me/tokens", asked)).secret;
      this.dispatchEvent(new CustomEvent("made"));
      await this.updateComplete;
      this.querySelector<HTMLElement>("[tabindex]")?.focus();
    } catch (problem) {
      this.failure = kindly(problem);
    }
  };

  private copy = async (): Promise<void> => {
    if (await copy(this.secret)) announce(tell("copied"));
    else complain(say("failed"));
  };
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

customElements.define("new-token", NewToken);
