import { html, nothing } from "lit";
import { textIn } from "../../language";
import { at, get, post } from "../api";
import { complain, tell as announce } from "../notice";
import { Part } from "../part";
import { may } from "../session";
import { language } from "../strings";
import { tell } from "./words";

interface Served {
  id: string;
  title: Record<string, string> | string;
}

/** Sites that visitors get from a pack and that nobody writes here yet. */
class ServedSites extends Part {
  static override properties = { written: { attribute: false }, sites: { state: true }, busy: { state: true } };
  declare written: readonly string[];
  declare sites: readonly Served[];
  declare busy: string;

  constructor() {
    super();
    this.written = [];
    this.sites = [];
    this.busy = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void get<{ sites: Served[] }>("/api/sites").then(({ sites }) => { this.sites = sites; }, complain);
  }

  protected override render(): unknown {
    const left = this.sites.filter(({ id }) => !this.written.includes(id) && may(id, "curator"));
    if (left.length === 0) return nothing;
    return html`<h2>${tell("served")}</h2><ul class="plain-list">${left.map((site) => html`<li class="row"><span class="grow">${name(site)}</span>
      <button type="button" ?disabled=${this.busy !== ""} @click=${() => this.begin(site.id)}>${tell("begin")}</button></li>`)}</ul>
      ${this.busy ? html`<progress aria-label=${tell("begin")}></progress>` : nothing}`;
  }

  private async begin(site: string): Promise<void> {
    this.busy = site;
    try {
      const { records } = await post<{ records: number }>(at(site, "records"));
      announce(tell("begun", { count: records }));
      this.dispatchEvent(new CustomEvent("begun"));
    } catch (problem) {
      complain(problem);
    } finally {
      this.busy = "";
    }
  }
}

function name(site: Served): string {
  return typeof site.title === "string" ? site.title : textIn(site.title, language()) || site.id;
}

customElements.define("studio-served", ServedSites);
