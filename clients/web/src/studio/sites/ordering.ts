import { html, nothing } from "lit";
import { Part } from "../part";
import { moved } from "./planning";
import { tell } from "./words";
import "./ordering.css";

export interface Item {
  id: string;
  name: string;
  /** What stands behind the name. */
  aside?: string;
}

/** A list whose order people change: by dragging a handle, with a mouse or a finger, or by arrows that say where it went. */
class Ordering extends Part {
  static override properties = { items: { attribute: false }, removable: { type: Boolean }, numbered: { type: Boolean }, chosen: {}, shown: { state: true }, held: { state: true }, said: { state: true } };
  declare items: readonly Item[];
  declare removable: boolean;
  declare numbered: boolean;
  /** The id that is marked. */
  declare chosen: string;
  declare shown: readonly string[];
  declare held: string;
  declare said: string;

  constructor() {
    super();
    this.items = [];
    this.shown = [];
    this.held = "";
    this.said = "";
    this.chosen = "";
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("items") && this.held === "") this.shown = this.items.map(({ id }) => id);
  }

  protected override render(): unknown {
    const names = new Map(this.items.map((each) => [each.id, each]));
    return html`<ol class="ordering" ?data-numbered=${this.numbered}>${this.shown.flatMap((id) => names.get(id) ?? []).map((each, index) => this.line(each, index))}</ol>
      <p class="hidden" role="status">${this.said}</p>`;
  }

  private line({ id, name, aside }: Item, index: number): unknown {
    const last = this.shown.length - 1;
    return html`<li data-id=${id} ?data-held=${this.held === id} ?data-chosen=${this.chosen === id}>
      <span class="handle" title=${tell("drag", { name })} aria-hidden="true" @pointerdown=${(event: PointerEvent) => this.take(event, id)} @pointermove=${this.drag} @pointerup=${this.drop} @pointercancel=${this.cancel}>⠿</span>
      <span class="grow">${this.numbered ? html`<span class="place">${index + 1}</span>` : nothing}${name}${aside ? html` <small>${aside}</small>` : nothing}</span>
      <button type="button" class="plain" ?disabled=${index === 0} aria-label="${tell("up")}: ${name}" @click=${() => this.step(id, index, index - 1)}>↑</button>
      <button type="button" class="plain" ?disabled=${index === last} aria-label="${tell("down")}: ${name}" @click=${() => this.step(id, index, index + 1)}>↓</button>
      ${this.removable ? html`<button type="button" class="plain" aria-label="${tell("remove")}: ${name}" @click=${() => this.remove_(id, name)}>×</button>` : nothing}</li>`;
  }

  private async step(id: string, from: number, to: number): Promise<void> {
    const active = document.activeElement?.getAttribute("aria-label") ?? "";
    this.shown = moved(this.shown, from, to);
    this.tell_();
    this.say_(id, to);
    await this.updateComplete;
    const buttons = [...this.querySelectorAll<HTMLButtonElement>(`li[data-id="${CSS.escape(id)}"] button:enabled`)];
    (buttons.find((each) => each.getAttribute("aria-label") === active) ?? buttons[0])?.focus();
  }

  private take(event: PointerEvent, id: string): void {
    if (event.button !== 0) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.held = id;
  }

  /** The line under the pointer gives way. */
  private drag = (event: PointerEvent): void => {
    if (this.held === "") return;
    const lines = [...this.querySelectorAll<HTMLElement>("li[data-id]")];
    const over = lines.findIndex((line) => { const { top, bottom } = line.getBoundingClientRect(); return event.clientY >= top && event.clientY < bottom; });
    const from = this.shown.indexOf(this.held);
    if (over >= 0 && over !== from) this.shown = moved(this.shown, from, over);
  };

  private drop = (): void => {
    const id = this.held;
    if (id === "") return;
    this.held = "";
    const to = this.shown.indexOf(id);
    if (this.items[to]?.id === id) return;
    this.tell_();
    this.say_(id, to);
  };

  private cancel = (): void => {
    this.held = "";
    this.shown = this.items.map(({ id }) => id);
  };

  private remove_(id: string, name: string): void {
    this.shown = this.shown.filter((each) => each !== id);
    this.said = tell("outOf", { name });
    this.tell_();
  }

  private say_(id: string, to: number): void {
    const name = this.items.find((each) => each.id === id)?.name ?? id;
    this.said = tell("moved", { name, place: to + 1, count: this.shown.length });
  }

  private tell_(): void {
    this.dispatchEvent(new CustomEvent("ordered", { detail: [...this.shown] }));
  }
}

customElements.define("studio-ordering", Ordering);
