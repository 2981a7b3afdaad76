import { html, nothing, svg } from "lit";
import { Part } from "../part";
import { amount } from "../strings";
import { around, scaleBar } from "./planning";
import type { Bounds, Pin, Point } from "./planning";
import { tell } from "./words";
import "./plan.css";

/** A picture of the ground from above, and where in the scene it lies. */
export interface Ground {
  url: string;
  bounds: Bounds;
}

/** The stops from above: numbered where the tour goes, the way between them as a line. */
class Plan extends Part {
  static override properties = { pins: { attribute: false }, order: { attribute: false }, ground: { attribute: false }, entrance: { attribute: false }, chosen: {}, locked: { type: Boolean } };
  declare pins: readonly Pin[];
  declare order: readonly string[];
  declare ground: Ground | undefined;
  declare entrance: Point | undefined;
  declare chosen: string;
  declare locked: boolean;

  constructor() {
    super();
    this.pins = [];
    this.order = [];
    this.chosen = "";
  }

  protected override render(): unknown {
    const [left, top, right, bottom] = around([...this.pins.map(({ at }) => at), ...(this.entrance ? [this.entrance] : [])], this.ground?.bounds);
    const [width, height] = [right - left, bottom - top];
    const unit = Math.max(width, height * 1.4) / 100;
    return html`<figure class="plan"><svg viewBox="${left} ${top} ${width} ${height}" role="group" aria-label=${tell("planAlt")}>
      ${this.ground ? svg`<image href=${this.ground.url} x=${this.ground.bounds[0]} y=${this.ground.bounds[1]} width=${this.ground.bounds[2] - this.ground.bounds[0]} height=${this.ground.bounds[3] - this.ground.bounds[1]} preserveAspectRatio="none"></image>` : nothing}
      ${this.way(unit)}${this.door(unit)}${this.pinsInOrder().map((pin) => this.pin(pin, unit))}${bar(left, bottom, width, unit)}</svg>
      ${this.ground ? nothing : html`<figcaption class="quiet">${tell("noPlan")}</figcaption>`}</figure>`;
  }

  /** Those of the tour above the others, in its order; the one that is marked above all. */
  private pinsInOrder(): readonly Pin[] {
    const rank = ({ id }: Pin): number => (id === this.chosen ? Infinity : this.order.indexOf(id));
    return [...this.pins].sort((one, other) => rank(one) - rank(other));
  }

  private way(unit: number): unknown {
    const at = new Map(this.pins.map((pin) => [pin.id, pin.at]));
    const points = [...(this.entrance && this.order.length > 0 ? [this.entrance] : []), ...this.order.flatMap((id) => (at.has(id) ? [at.get(id)!] : []))];
    const line = points.map((point) => point.join(",")).join(" ");
    return svg`<polyline class="way-under" points=${line} stroke-width=${unit * 1.3}></polyline><polyline class="way" points=${line} stroke-width=${unit * 0.7} stroke-dasharray="${unit * 1.8} ${unit * 1.1}"></polyline>`;
  }

  private door(unit: number): unknown {
    if (!this.entrance) return nothing;
    const [x, z] = this.entrance;
    return svg`<g class="door"><rect x=${x - unit} y=${z - unit} width=${unit * 2} height=${unit * 2} rx=${unit * 0.4}></rect><text x=${x} y=${z - unit * 3.2} font-size=${unit * 2.3}>${tell("start")}</text></g>`;
  }

  private pin({ id, name, at: [x, z] }: Pin, unit: number): unknown {
    const places = this.order.flatMap((each, index) => (each === id ? [index + 1] : []));
    const isIn = places.length > 0;
    const label = isIn ? tell("pinIn", { place: places.join(", "), name }) : tell("pinOut", { name });
    const press = (event: Event): void => { event.preventDefault(); this.dispatchEvent(new CustomEvent("pin", { detail: id })); };
    const key = (event: KeyboardEvent): void => { if (event.key === "Enter" || event.key === " ") press(event); };
    return svg`<g class="pin" role="button" tabindex=${this.locked && !isIn ? "-1" : "0"} aria-label=${label} data-id=${id} ?data-in=${isIn} ?data-chosen=${this.chosen === id} @click=${press} @keydown=${key}>
      <title>${label}</title><circle class="touch" cx=${x} cy=${z} r=${unit * 3.6}></circle><circle class="dot" cx=${x} cy=${z} r=${unit * (isIn ? 2.2 : 1.6)} stroke-width=${unit * 0.4}></circle>
      <text x=${x} y=${z + unit * 0.82} font-size=${unit * (places.length > 1 ? 1.7 : 2.3)}>${isIn ? places.join("·") : "+"}</text></g>`;
  }
}

function bar(left: number, bottom: number, width: number, unit: number): unknown {
  const length = scaleBar(width);
  const [x, y] = [left + unit * 2.5, bottom - unit * 2.5];
  return svg`<g class="bar"><path d="M${x} ${y - unit}V${y}H${x + length}V${y - unit}" stroke-width=${unit * 0.4}></path><text x=${x + length / 2} y=${y - unit * 0.9} font-size=${unit * 2.1}>${tell("metres", { count: amount(length) })}</text></g>`;
}

customElements.define("studio-plan", Plan);
