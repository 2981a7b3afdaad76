import { html, nothing } from "lit";
import { Part } from "../part";
import { language } from "../strings";
import type { Kind } from "./kinds";
import { nameOf } from "./record";
import type { RecordTold } from "./record";
import { page } from "./store";
import { tell } from "./words";
import "./picker.css";

const REST_MS = 200;
const SHOWN = 12;

/** Finds one record among thousands by its words; a combobox whose list follows what is typed (ARIA 1.2). */
class Picker extends Part {
  static override properties = { site: {}, kinds: { attribute: false }, without: { attribute: false }, disabled: { type: Boolean }, found: { state: true }, at: { state: true } };
  declare site: string;
  declare kinds: readonly Kind[];
  declare without: readonly string[];
  declare disabled: boolean;
  declare found: readonly RecordTold[] | undefined;
  /** Which of them is marked, −1 for none. */
  declare at: number;
  private timer = 0;
  private readonly name = `picker-${Math.random().toString(36).slice(2, 9)}`;

  constructor() {
    super();
    this.without = [];
    this.at = -1;
  }

  protected override render(): unknown {
    const { found } = this;
    return html`<div class="picker"><input type="search" role="combobox" autocomplete="off" aria-expanded=${found !== undefined} aria-controls=${this.name} aria-activedescendant=${this.at >= 0 ? `${this.name}-${this.at}` : nothing}
      aria-label=${tell("search")} placeholder=${tell("search")} ?disabled=${this.disabled} @input=${this.seek} @keydown=${this.key} @blur=${this.close} />
      <ul id=${this.name} role="listbox" aria-label=${tell("search")} ?hidden=${found === undefined}>${found?.length === 0 ? html`<li class="quiet">${tell("noneMatch")}</li>` : found?.map((each, index) => html`
        <li role="option" id="${this.name}-${index}" aria-selected=${index === this.at} @pointerdown=${(event: Event) => { event.preventDefault(); this.take(each); }}>${nameOf(each.id, each.body, language())} <small>${each.id}</small></li>`)}</ul></div>`;
  }

  private seek = (event: Event): void => {
    const search = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.timer);
    if (search === "") return this.close();
    this.timer = window.setTimeout(() => void this.look(search), REST_MS);
  };

  private async look(search: string): Promise<void> {
    const lists = await Promise.all(this.kinds.map((kind) => page(this.site, kind, { search, limit: SHOWN })));
    this.found = lists.flatMap(({ records }) => records).filter(({ id }) => !this.without.includes(id)).slice(0, SHOWN);
    this.at = this.found.length > 0 ? 0 : -1;
  }

  private key = (event: KeyboardEvent): void => {
    const many = this.found?.length ?? 0;
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown" && many > 0) this.at = (this.at + 1) % many;
    else if (event.key === "ArrowUp" && many > 0) this.at = (this.at - 1 + many) % many;
    else if (event.key === "Enter") { if (this.found?.[this.at]) this.take(this.found[this.at]!); }
    else return;
    event.preventDefault();
  };

  private take(record: RecordTold): void {
    this.querySelector("input")!.value = "";
    this.close();
    this.dispatchEvent(new CustomEvent("picked", { detail: record }));
  }

  private close = (): void => {
    clearTimeout(this.timer);
    this.found = undefined;
    this.at = -1;
  };
}

customElements.define("studio-picker", Picker);
