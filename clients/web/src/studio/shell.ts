import { html, nothing } from "lit";
import { html as staticHtml, unsafeStatic } from "lit/static-html.js";
import { get, onSignedOut, Problem } from "./api";
import { refusedBecause } from "./institutions";
import { grouped } from "./menu";
import { complain } from "./notice";
import { Part, Section } from "./part";
import { kindly } from "./problem";
import { addressOf, go, placeOf, ticketOf } from "./router";
import type { Place, Ticket } from "./router";
import { SECTIONS } from "./sections";
import type { SectionEntry } from "./sections";
import { become, HOUSE, may, me, onChange, recall, rolesAt, signOut } from "./session";
import "./sign-in";
import "./invited";
import { be } from "./sites/here";
import "./sites/presence";
import "./sites/served";
import { choosing, isMachineMade, language, languages, say, speak } from "./strings";
import { ownName, textIn } from "../language";

interface WrittenSite {
  id: string;
  title: Record<string, string>;
}

/** The studio: who is here, where they may go, and the section that is open. */
class Shell extends Part {
  static override properties = {
    stage: { state: true }, place: { state: true }, sites: { state: true }, ready: { state: true }, menu: { state: true },
    failure: { state: true },
  };
  declare stage: "asking" | "out" | "in" | "failed";
  declare place: Place;
  declare sites: readonly WrittenSite[];
  declare ready: string;
  declare menu: boolean;
  declare failure: string;
  private ticket: Ticket | undefined;

  constructor() {
    super();
    this.stage = "asking";
    this.sites = [];
    this.ready = "";
    this.menu = false;
    this.failure = "";
    this.ticket = ticketOf(location.hash);
    if (this.ticket) history.replaceState(null, "", "#/");
    this.place = placeOf(location.hash);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", () => void this.moved());
    onSignedOut(() => become(undefined));
    onChange(() => void this.changed());
    void this.begin();
  }

  private async begin(): Promise<void> {
    try {
      await recall();
    } catch (problem) {
      this.failure = kindly(problem);
      this.stage = "failed";
    }
  }

  private async changed(): Promise<void> {
    const person = me();
    if (person === undefined) {
      this.stage = "out";
      return;
    }
    this.sites = (await this.written()).filter((site) => rolesAt(site.id).size > 0);
    this.stage = "in";
    await this.moved();
    await this.updateComplete;
    this.sayWhyNot();
  }

  /** Who is signed in already and could not join an identity at the institution is told why. */
  private sayWhyNot(): void {
    if (this.ticket?.word !== "refused") return;
    complain(refusedBecause(this.ticket.secret));
    this.ticket = undefined;
  }

  private async written(): Promise<readonly WrittenSite[]> {
    try {
      return (await get<{ sites: WrittenSite[] }>("/api/records")).sites;
    } catch (problem) {
      if (!(problem instanceof Problem && problem.status === 401)) complain(problem);
      return [];
    }
  }

  private async moved(): Promise<void> {
    const wanted = ticketOf(location.hash);
    if (wanted) {
      this.ticket = wanted;
      history.replaceState(null, "", "#/");
      this.requestUpdate();
      return;
    }
    const next = placeOf(location.hash);
    const open = this.querySelector<Section>("[data-section]");
    const moves = next.site !== this.place.site || next.section !== this.place.section;
    if (open && moves && !(await open.leave())) {
      history.replaceState(null, "", addressOf(this.place));
      return;
    }
    this.place = next;
    this.menu = false;
    be(this.stage === "in" ? next.site : "", next.section, next.rest[0] ?? (next.section === "about" ? next.site : ""));
    const entry = this.entry;
    if (!entry || this.stage !== "in") return;
    try {
      await entry.load();
      this.ready = entry.tag;
    } catch (problem) {
      complain(problem);
    }
    if (moves) await this.arrived();
  }

  /** Put the focus where a reader of the new page begins. */
  private async arrived(): Promise<void> {
    await this.updateComplete;
    scrollTo(0, 0);
    this.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
  }

  private get entry(): SectionEntry | undefined {
    const where = this.place.site ? "site" : "house";
    return SECTIONS.find((each) => each.where === where && each.path === this.place.section);
  }

  protected override render(): unknown {
    document.title = this.title_();
    if (this.stage === "asking") return html`<main class="gate"><p role="status">${say("loading")}</p></main>`;
    if (this.stage === "failed") return this.failed();
    if (this.ticket?.word === "invitation") return html`<studio-invited .token=${this.ticket.secret} @settled=${() => this.settle()}></studio-invited>${foot()}`;
    if (this.stage === "out" || this.ticket?.word === "sign-in") {
      return html`<studio-sign-in .ticket=${this.ticket} @settled=${() => this.settle()}></studio-sign-in>${foot()}`;
    }
    return html`<a class="skip" href="#main" @click=${this.skip}>${say("skip")}</a>${this.top()}${this.body()}${foot()}`;
  }

  private title_(): string {
    const entry = this.stage === "in" ? this.entry : undefined;
    return [entry?.title(), this.siteTitle(this.place.site), say("studio"), "Caravanserai"].filter(Boolean).join(" · ");
  }

  private failed(): unknown {
    return html`<main class="gate"><p role="alert">${this.failure}</p><button type="button" @click=${() => location.reload()}>${say("again")}</button></main>`;
  }

  private settle(): void {
    this.ticket = undefined;
    go({}, true);
  }

  private skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>("main")?.focus();
  };

  private top(): unknown {
    return html`<header class="top">
      <a class="brand" href="#/" aria-label=${say("studio")}>${mark()}<span>${say("studio")}</span></a>
      ${this.sites.length > 0 ? this.siteChoice() : nothing}
      <span class="spring"></span>
      ${this.place.site ? html`<studio-here .site=${this.place.site}></studio-here>` : nothing}
      <label class="quiet"><span class="hidden">${say("language")}</span><select @change=${this.chooseLanguage}>
        ${languages().map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === language()}>${ownName(tag)}</option>`)}
      </select></label>
      <a class="person" href="#/account">${me()?.name}</a>
      <button type="button" class="plain" @click=${this.out}>${say("signOut")}</button>
      <button type="button" class="menu-button" aria-expanded=${this.menu} aria-controls="menu" @click=${() => { this.menu = !this.menu; }}>${say("menu")}</button>
    </header>`;
  }

  private siteChoice(): unknown {
    return html`<label class="site-choice"><span class="hidden">${say("site")}</span><select @change=${this.chooseSite}>
      <option value="" ?selected=${this.place.site === ""}>${say("house")}</option>
      ${this.sites.map((site) => html`<option value=${site.id} ?selected=${site.id === this.place.site}>${this.siteTitle(site.id)}</option>`)}
    </select></label>`;
  }

  private body(): unknown {
    return html`<div class="body">${this.nav()}<main id="main" tabindex="-1">${this.section()}</main></div>`;
  }

  private nav(): unknown {
    const where = this.place.site ? "site" : "house";
    const open = SECTIONS.filter((each) => each.where === where && (each.roles.length === 0 || may(this.place.site || HOUSE, ...each.roles)));
    if (open.length === 0) return nothing;
    const groups = this.place.site ? grouped(open) : [{ title: "", entries: open }];
    return html`<nav id="menu" aria-label=${say("sections")} ?data-open=${this.menu}><div class="groups">${groups.map(({ title, entries }) => html`
      ${title ? html`<p class="group">${title}</p>` : nothing}<ul aria-label=${title || nothing}>${entries.map((each) => html`<li>
      <a href=${addressOf({ site: this.place.site, section: each.path })} aria-current=${each.path === this.place.section ? "page" : nothing}>${each.title()}</a>
    </li>`)}</ul>`)}</div></nav>`;
  }

  private section(): unknown {
    const entry = this.entry;
    if (!entry && !this.place.site && !this.place.section) return this.home();
    if (!entry || (this.place.site && rolesAt(this.place.site).size === 0)) return html`<h1>${say("nothingHere")}</h1><p><a href="#/">${say("toBeginning")}</a></p>`;
    if (this.ready !== entry.tag) return html`<p role="status">${say("loading")}</p>`;
    const tag = unsafeStatic(entry.tag);
    return staticHtml`<${tag} data-section .site=${this.place.site} .rest=${this.place.rest}></${tag}>`;
  }

  private home(): unknown {
    return html`<h1>${say("hello", { name: me()?.name ?? "" })}</h1>
      ${(me()?.refused ?? 0) > 0 ? html`<p class="warning">${say("refusedTimes", { times: me()!.refused })}</p>` : nothing}
      ${this.sites.length === 0 ? html`<p>${say("noSites")}</p>` : html`<ul class="cards">${this.sites.map((site) => html`<li>
        <a href=${addressOf({ site: site.id })}><strong>${this.siteTitle(site.id)}</strong><span>${[...rolesAt(site.id)].map((role) => say(role)).join(", ")}</span></a>
      </li>`)}</ul>`}${may(HOUSE, "curator", "operator") ? html`<p class="after"><a class="button primary" href=${addressOf({ section: "new" })}>${say("newSite")}</a></p>` : nothing}<studio-served .written=${this.sites.map(({ id }) => id)} @begun=${() => this.changed()}></studio-served>`;
  }

  private siteTitle(id: string): string {
    const site = this.sites.find((each) => each.id === id);
    return (site && textIn(site.title, language())) || id;
  }

  private chooseSite = (event: Event): void => {
    const site = (event.target as HTMLSelectElement).value;
    go({ site });
  };

  private chooseLanguage = (event: Event): void => {
    choosing((event.target as HTMLSelectElement).value);
    this.requestUpdate();
    for (const part of this.querySelectorAll<Part>("*")) if (part instanceof Part) part.requestUpdate();
  };

  private out = async (): Promise<void> => {
    const open = this.querySelector<Section>("[data-section]");
    if (open && !(await open.leave())) return;
    await signOut().catch(complain);
  };
}

function foot(): unknown {
  return html`${isMachineMade(language()) ? html`<footer class="foot">${say("machineMade")}</footer>` : nothing}<studio-notice></studio-notice>`;
}

function mark(): unknown {
  return html`<svg viewBox="0 0 48 48" aria-hidden="true"><path d="M11 43V21.500C11 13.500 16.500 8.600 24 5c7.500 3.600 13 8.500 13 16.500V43" fill="none" stroke="currentColor" stroke-width="2.600" stroke-linecap="round"/><path class="flame" d="M20.500 20.500c0-1.600 7-1.600 7 0 2.200 3 2.200 7 0 10 0 1.600-7 1.600-7 0-2.200-3-2.200-7 0-10z"/></svg>`;
}

speak([language()]);
customElements.define("studio-app", Shell);
