import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { addressOf } from "../router";
import { may } from "../session";
import { language, say } from "../strings";
import { NEW } from "./editor";
import type { Editor } from "./editor";
import { LISTED, sectionOf } from "./kinds";
import type { Kind } from "./kinds";
import "./ordering";
import { nameOf } from "./record";
import type { RecordTold } from "./record";
import { page, putInOrder } from "./store";
import { tell } from "./words";
import type { Word } from "./words";

const SEARCH_MS = 200;

/** The records of one kind: a list that can be searched, and the one that is open. */
class Records extends Section {
  static override properties = { records: { state: true }, next: { state: true }, search: { state: true }, ordering: { state: true } };
  protected kind: Kind = "fact";
  declare records: readonly RecordTold[] | undefined;
  declare next: string | null;
  declare search: string;
  /** Whether the list is being put in order. */
  declare ordering: boolean;
  private timer = 0;

  constructor() {
    super();
    this.next = null;
    this.search = "";
    this.ordering = false;
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
    return html`${which ? html`<a class="back" href=${addressOf({ site: this.site, section: sectionOf(this.kind) })} @click=${this.open}>← ${tell(sectionOf(this.kind) as Word)}</a>` : nothing}<h1 ?data-open=${which !== ""}>${tell(sectionOf(this.kind) as Word)}</h1><div class="list-and-one" ?data-open=${which !== ""}>
      <section class="list" aria-label=${tell(sectionOf(this.kind) as Word)}>
        <div class="row"><label class="grow"><span class="hidden">${tell("search")}</span><input type="search" placeholder=${tell("search")} @input=${this.seek} /></label>
        ${may(this.site, "curator") && this.kind !== "model" ? html`<a class="button" href=${this.address(NEW)}>${tell("new")}</a>` : nothing}
        ${may(this.site, "curator") && (this.records?.length ?? 0) > 1 && !this.search ? html`<button type="button" aria-pressed=${this.ordering} @click=${this.order}>${this.ordering ? tell("orderDone") : tell("order")}</button>` : nothing}</div>
        ${this.ordering ? this.inOrder() : this.items(which)}
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

  private inOrder(): unknown {
    const items = (this.records ?? []).map(({ id, body }) => ({ id, name: nameOf(id, body, language()) }));
    return html`<p class="quiet">${tell("orderHint")}</p><studio-ordering .items=${items} @ordered=${(event: CustomEvent<string[]>) => this.reorder(event.detail)}></studio-ordering>`;
  }

  /** All of them are needed to be put in order. */
  private order = async (): Promise<void> => {
    if (!this.ordering) {
      await this.load();
      await this.loadRest();
    }
    this.ordering = !this.ordering;
  };

  private async reorder(ids: readonly string[]): Promise<void> {
    const known = new Map((this.records ?? []).map((each) => [each.id, each]));
    const seen = [...known.keys()];
    this.records = ids.flatMap((id) => known.get(id) ?? []);
    try {
      await putInOrder(this.site, this.kind, ids, seen);
      announce(tell("ordered"));
    } catch (problem) {
      complain(problem);
      await this.load();
      await this.loadRest();
    }
  }

  private async loadRest(): Promise<void> {
    for (let next = this.next; next; next = this.next === next ? null : this.next) await this.load(next);
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
    return addressOf({ site: this.site, section: sectionOf(this.kind), rest: [id] });
  }
}

for (const kind of LISTED) {
  customElements.define(`studio-${sectionOf(kind)}`, class extends Records {
    protected override kind: Kind = kind;
  });
}
