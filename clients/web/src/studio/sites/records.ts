import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { complain } from "../notice";
import { Section } from "../part";
import { addressOf } from "../router";
import { may } from "../session";
import { language, say } from "../strings";
import { NEW } from "./editor";
import type { Editor } from "./editor";
import type { Kind } from "./kinds";
import { nameOf } from "./record";
import type { RecordTold } from "./record";
import { page } from "./store";
import { tell } from "./words";
import type { Word } from "./words";

const SEARCH_MS = 200;

/** The records of one kind: a list that can be searched, and the one that is open. */
class Records extends Section {
  static override properties = { records: { state: true }, next: { state: true }, search: { state: true } };
  protected kind: Kind = "fact";
  declare records: readonly RecordTold[] | undefined;
  declare next: string | null;
  declare search: string;
  private timer = 0;

  constructor() {
    super();
    this.next = null;
    this.search = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override async leave(): Promise<boolean> {
    const open = this.querySelector<Editor>("studio-record");
    return open === null || (await open.settle()) || confirm(tell("discard"));
  }

  private async load(after = ""): Promise<void> {
    try {
      const found = await page(this.site, this.kind, { search: this.search, after });
      this.records = after ? [...(this.records ?? []), ...found.records] : found.records;
      this.next = found.next;
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): unknown {
    const which = this.rest[0] ?? "";
    return html`<h1>${tell(`${this.kind}s` as Word)}</h1><div class="list-and-one" ?data-open=${which !== ""}>
      <section class="list" aria-label=${tell(`${this.kind}s` as Word)}>
        <div class="row"><label class="grow"><span class="hidden">${tell("search")}</span><input type="search" placeholder=${tell("search")} @input=${this.seek} /></label>
        ${may(this.site, "curator") ? html`<a class="button" href=${this.address(NEW)}>${tell("new")}</a>` : nothing}</div>
        ${this.items(which)}
      </section>
      <section class="one">${which ? keyed(`${this.site}/${this.kind}/${which}`, html`<studio-record .site=${this.site} .kind=${this.kind} .which=${which} @kept=${() => this.load()}></studio-record>`)
        : html`<p class="quiet">${tell("chooseOne")}</p>`}</section></div>`;
  }

  private items(which: string): unknown {
    if (!this.records) return html`<p role="status">${say("loading")}</p>`;
    if (this.records.length === 0) return html`<p class="quiet">${this.search ? tell("noneMatch") : tell("noneFound")}</p>`;
    return html`<ul>${this.records.map(({ id, body }) => html`<li><a href=${this.address(id)} aria-current=${id === which ? "true" : nothing} @click=${this.open}>
      <span>${nameOf(id, body, language())}</span><small>${id}</small></a></li>`)}</ul>
      ${this.next ? html`<button type="button" class="wide" @click=${() => this.load(this.next!)}>${tell("more")}</button>` : nothing}`;
  }

  /** Another record is opened once this one is kept. */
  private open = async (event: MouseEvent): Promise<void> => {
    const link = event.currentTarget as HTMLAnchorElement;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await this.leave()) location.hash = link.hash;
  };

  private seek = (event: Event): void => {
    this.search = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(), SEARCH_MS);
  };

  private address(id: string): string {
    return addressOf({ site: this.site, section: `${this.kind}s`, rest: [id] });
  }
}

for (const kind of ["fact", "annotation", "stop", "tour", "source", "term"] as const) {
  customElements.define(`studio-${kind}s`, class extends Records {
    protected override kind: Kind = kind;
  });
}
