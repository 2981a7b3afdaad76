import { html, nothing } from "lit";
import { Part } from "../part";
import { may, me } from "../session";
import { when } from "../strings";
import { shown } from "./conflict";
import type { Kind } from "./kinds";
import { nameHere } from "./names";
import { changes } from "./record";
import type { RecordTold } from "./record";
import { versions } from "./store";
import { tell } from "./words";

/** What a record was before: every version, how it differs from now, and the way back to it. */
class Past extends Part {
  static override properties = { site: {}, kind: {}, record: { attribute: false }, name: { attribute: false }, past: { state: true }, names: { state: true } };
  declare site: string;
  declare kind: Kind;
  declare record: RecordTold;
  /** What people call the place of a JSON Pointer. */
  declare name: (pointer: string) => string;
  declare past: readonly RecordTold[];
  declare names: ReadonlyMap<string, string>;

  constructor() {
    super();
    this.past = [];
    this.names = new Map();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("record")) void this.load();
  }

  private async load(): Promise<void> {
    [this.past, this.names] = await Promise.all([versions(this.site, this.kind, this.record.id), nameHere(this.site)]);
  }

  protected override render(): unknown {
    return html`<section aria-label=${tell("history")}><h3>${tell("history")}</h3><ol class="past" reversed>${this.past.map((each, index) => html`<li>
      <details><summary><strong>${tell("version", { number: each.version })}</strong> <span class="quiet">${index === 0 ? `${tell("now")} · ` : ""}${tell("by", { time: when(each.at), name: this.who(each.author) })}</span></summary>
      ${this.differences(each)}</details>
      ${index > 0 && !each.deleted && may(this.site, "curator") ? html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent("restore", { detail: each.version }))}>${tell("restore")}</button>` : nothing}</li>`)}</ol></section>`;
  }

  private who(author: string): string {
    return author === me()?.id ? tell("you") : this.names.get(author) ?? tell("colleague");
  }

  private differences(old: RecordTold): unknown {
    const found = changes(this.record.body, old.body);
    if (found.length === 0) return html`<p class="quiet">${tell("unchanged")}</p>`;
    return html`<dl>${found.map(({ pointer, value }) => html`<dt>${this.name(pointer)}</dt><dd>${shown(value)}</dd>`)}</dl>`;
  }
}

customElements.define("studio-past", Past);
