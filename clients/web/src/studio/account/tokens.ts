import { html, nothing } from "lit";
import { textIn } from "../../language";
import { call, get } from "../api";
import { complain, tell as announce } from "../notice";
import { HOUSE } from "../session";
import type { Role } from "../session";
import { language, say, when } from "../strings";
import { Mine } from "./mine";
import "./new-token";
import { tell } from "./words";

export interface Token {
  id: string;
  label: string;
  site: string;
  roles: Role[];
  reads_only: boolean;
  made: string;
  ends: string;
  used: string | null;
}

/** Tokens with which programs act for one: those there are, and how to make one. */
class Tokens extends Mine {
  static override properties = { tokens: { state: true }, sites: { state: true }, sure: { state: true } };
  declare tokens: readonly Token[];
  declare sites: Readonly<Record<string, Record<string, string>>>;
  /** The one that is ended where the button is pressed again. */
  declare sure: string;

  constructor() {
    super();
    this.tokens = [];
    this.sites = {};
    this.sure = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("account-sessions-ended", this.load);
    void this.load();
    get<{ sites: { id: string; title: Record<string, string> }[] }>("/api/sites").then(({ sites }) => {
      this.sites = Object.fromEntries(sites.map(({ id, title }) => [id, title]));
    }, complain);
  }

  override disconnectedCallback(): void {
    removeEventListener("account-sessions-ended", this.load);
    super.disconnectedCallback();
  }

  private load = async (): Promise<void> => {
    try {
      this.tokens = (await get<{ tokens: Token[] }>("/api/me/tokens")).tokens;
    } catch (problem) {
      complain(problem);
    }
  };

  protected override render(): unknown {
    return html`<section aria-labelledby="tokens"><h2 id="tokens">${tell("tokens")}</h2><p>${tell("tokensWhy")}</p>
      ${this.tokens.length === 0 ? html`<p class="quiet">${tell("noTokens")}</p>` : html`<ul class="plain-list">${this.tokens.map((each) => this.token(each))}</ul>`}
      <new-token .sites=${this.sites} @made=${this.load}></new-token></section>`;
  }

  private token(each: Token): unknown {
    const about = [this.where(each.site), each.roles.map((role) => say(role)).join(", "), tell(each.reads_only ? "reads" : "writes"), tell("untilDay", { day: day(each.ends) }), each.used === null ? tell("neverUsed") : tell("used", { day: day(each.used) })];
    return html`<li class="row card-line"><span class="grow"><strong>${each.label}</strong><br /><small>${about.join(" · ")}</small></span>
      <button type="button" class=${this.sure === each.id ? "bad" : nothing} @click=${() => this.end(each)} @blur=${() => { this.sure = ""; }}>${tell(this.sure === each.id ? "endSure" : "end")}<span class="hidden"> ${each.label}</span></button></li>`;
  }

  private where(site: string): string {
    return site === HOUSE ? say("house") : textIn(this.sites[site] ?? {}, language()) || site;
  }

  private async end({ id, label }: Token): Promise<void> {
    if (this.sure !== id) {
      this.sure = id;
      return;
    }
    try {
      await call("DELETE", `/api/me/tokens/${encodeURIComponent(id)}`);
      announce(tell("tokenEnded", { name: label }));
    } catch (problem) {
      complain(problem);
    }
    await this.load();
  }
}

/** A day of what the server tells as a moment or a day. */
function day(iso: string): string {
  return iso.length === 10 ? new Date(`${iso}T12:00:00Z`).toLocaleDateString(language(), { dateStyle: "medium" }) : when(iso);
}

customElements.define("account-tokens", Tokens);
