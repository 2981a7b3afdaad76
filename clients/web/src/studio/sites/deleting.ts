import { html, nothing } from "lit";
import { Part } from "../part";
import { kindly } from "../problem";
import { addressOf } from "../router";
import { language } from "../strings";
import { kindOf, LISTED, sectionOf } from "./kinds";
import type { Kind } from "./kinds";
import { namedBy } from "./naming";
import type { Naming } from "./naming";
import { nameOf } from "./record";
import type { RecordTold } from "./record";
import { tell } from "./words";
import type { Word } from "./words";

/** Asks whether a record is to go, and shows what names it. */
class Deleting extends Part {
  static override properties = { site: {}, kind: {}, record: { attribute: false }, found: { state: true }, failure: { state: true } };
  declare site: string;
  declare kind: Kind;
  declare record: RecordTold;
  declare found: readonly Naming[] | undefined;
  declare failure: string;

  constructor() {
    super();
    this.failure = "";
  }

  protected override firstUpdated(): void {
    this.querySelector("dialog")!.showModal();
    void namedBy(this.site, this.kind, this.record.id).then((found) => { this.found = found; }, (problem: unknown) => { this.failure = kindly(problem); });
  }

  protected override render(): unknown {
    const { id, body } = this.record;
    return html`<dialog aria-labelledby="deleting" @cancel=${this.leave}><h2 id="deleting">${tell("deleteTitle", { name: nameOf(id, body, language()) })}</h2>
      <p>${tell("deleteKeeps")}</p>${this.naming()}
      <div class="row"><button type="button" class="bad" ?disabled=${!this.found && !this.failure} @click=${() => this.dispatchEvent(new CustomEvent("sure"))}>${tell("delete")}</button>
      <button type="button" autofocus @click=${this.leave}>${tell("cancel")}</button></div></dialog>`;
  }

  private naming(): unknown {
    if (this.failure) return html`<p class="failure" role="alert">${this.failure}</p>`;
    if (!this.found) return html`<p role="status">${tell("looking")}</p>`;
    if (this.found.length === 0) return html`<p role="status">${tell("namedByNone")}</p>`;
    return html`<div class="warning" role="alert"><strong>${tell("namedBy")}</strong><ul>${this.found.map((each) => html`<li>${kindName(each.kind)} ${this.link(each)}</li>`)}</ul></div>`;
  }

  private link({ kind, id, body }: Naming): unknown {
    const name = nameOf(id, body, language());
    const listed = LISTED.find((each) => each === kind);
    return listed && kindOf(sectionOf(listed)) ? html`<a href=${addressOf({ site: this.site, section: sectionOf(listed), rest: [id] })} @click=${this.leave}>${name}</a>` : html`${name || nothing}`;
  }

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent("leave"));
  };
}

/** What a kind of record is called. */
export function kindName(kind: string): string {
  return tell((kind === "annotation" || kind === "source" ? `${kind}_` : kind) as Word);
}

customElements.define("studio-deleting", Deleting);
