import { html, nothing } from "lit";
import { Part } from "../part";
import { language } from "../strings";
import { groundOf } from "./grounds";
import { offered } from "./hearing";
import type { Audience } from "./hearing";
import "./ordering";
import "./plan";
import type { Ground } from "./plan";
import { estimate } from "./planning";
import type { Pin, Point } from "./planning";
import { nameOf } from "./record";
import type { Json, RecordTold } from "./record";
import { tell } from "./words";

const AUDIENCES: Readonly<Record<string, Audience>> = { child: "child", children: "child", family: "family", adult: "adult", expert: "expert" };

/** The stops of a tour, on the plan and as a list: what is changed in one shows in the other. */
class TourPlan extends Part {
  static override properties = {
    site: {}, order: { attribute: false }, stops: { attribute: false }, audience: {}, minutes: { attribute: false }, locked: { type: Boolean },
    ground: { state: true }, entrance: { state: true }, seconds: { state: true }, chosen: { state: true }, said: { state: true },
  };
  declare site: string;
  declare order: readonly string[];
  declare stops: readonly RecordTold[];
  declare audience: string;
  declare minutes: number;
  declare locked: boolean;
  declare ground: Ground | undefined;
  declare entrance: Point | undefined;
  declare seconds: Readonly<Record<string, number>>;
  declare chosen: string;
  declare said: string;

  constructor() {
    super();
    this.order = [];
    this.stops = [];
    this.seconds = {};
    this.chosen = "";
    this.said = "";
    this.audience = "";
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("site") && this.site) void groundOf(this.site).then((found) => { this.ground = found.ground; this.entrance = found.entrance; });
    if ((changed.has("site") || changed.has("audience")) && this.site) void this.measure();
  }

  private async measure(): Promise<void> {
    this.seconds = (await offered(this.site, language(), AUDIENCES[this.audience] ?? "").catch(() => ({ seconds: {} }))).seconds;
  }

  private get pins(): readonly Pin[] {
    return this.stops.flatMap(({ id, body }) => {
      const at = body["position"] as number[] | undefined;
      return at ? [{ id, name: nameOf(id, body, language()), at: [at[0] ?? 0, at[2] ?? 0] as const }] : [];
    });
  }

  protected override render(): unknown {
    const { pins } = this;
    const known = new Map(pins.map((pin) => [pin.id, pin]));
    const items = this.order.map((id) => ({ id, name: known.get(id)?.name ?? id, aside: id in this.seconds ? tell("stopSeconds", { seconds: Math.round(this.seconds[id]!) }) : "" }));
    const left = pins.filter(({ id }) => !this.order.includes(id));
    return html`<fieldset class="tour-field" ?disabled=${this.locked}><legend>${tell("stopsOf")}</legend><div class="tour-plan">
      <studio-plan .pins=${pins} .order=${this.order} .ground=${this.ground} .entrance=${this.entrance} .chosen=${this.chosen} .locked=${this.locked} @pin=${this.pressed}></studio-plan>
      <div>${items.length === 0 ? html`<p class="quiet">${tell("noStops")}</p>` : html`<p class="quiet">${tell("orderHint")}</p>
        <studio-ordering numbered removable .items=${items} .chosen=${this.chosen} @ordered=${(event: CustomEvent<string[]>) => this.become(event.detail)}></studio-ordering>`}
      ${left.length > 0 ? html`<label class="row"><span>${tell("add")}</span><select class="grow" @change=${this.add}><option value="">—</option>${left.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select></label>` : nothing}
      ${this.estimated(known)}</div></div><p class="hidden" role="status">${this.said}</p></fieldset>`;
  }

  private estimated(known: ReadonlyMap<string, Pin>): unknown {
    if (this.order.length === 0) return nothing;
    const { told, walked, metres, minutes } = estimate(this.order, known, this.seconds, this.entrance);
    return html`<p>${tell("estimate", { minutes, told: long(told), walked: long(walked), metres })}
      ${minutes !== this.minutes && !this.locked ? html`<button type="button" class="plain" @click=${() => this.dispatchEvent(new CustomEvent("minutes", { detail: minutes }))}>${tell("takeEstimate", { minutes })}</button>` : nothing}</p>`;
  }

  private pressed = (event: CustomEvent<string>): void => {
    const id = event.detail;
    this.chosen = id;
    if (!this.order.includes(id) && !this.locked) this.take(id);
  };

  private add = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    if (select.value) this.take(select.value);
    select.value = "";
  };

  /** To the end of the tour: pressing pins one after another draws the way. */
  private take(id: string): void {
    this.chosen = id;
    this.said = tell("intoTour", { name: this.pins.find((pin) => pin.id === id)?.name ?? id, place: this.order.length + 1 });
    this.become([...this.order, id]);
  }

  private become(next: readonly string[]): void {
    this.dispatchEvent(new CustomEvent("order", { detail: [...next] as Json }));
  }
}

function long(seconds: number): string {
  return seconds < 90 ? tell("secondsShort", { count: Math.round(seconds) }) : tell("minutesShort", { count: Math.round(seconds / 60) });
}

customElements.define("studio-tour-plan", TourPlan);
