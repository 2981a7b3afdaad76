import { html } from "lit";
import { Part } from "../part";
import { tell } from "./words";

/** Half of the handle, px; the style sheet has the same. */
const HALF = 22;

/** Two pictures by the same camera, one over the other, and how much of each is seen: by dragging, or by arrow keys. */
class Compare extends Part {
  static override properties = { first: {}, second: {}, name: {}, share: { state: true } };
  declare first: string;
  declare second: string;
  declare name: string;
  declare share: number;

  constructor() {
    super();
    this.share = 50;
  }

  protected override render(): unknown {
    return html`<figure class="compare" dir="ltr">
      <div class="pair">
        <img src=${this.second} alt="${tell("after")}: ${this.name}" draggable="false" />
        <img class="over" src=${this.first} alt="${tell("before")}: ${this.name}" draggable="false" />
        <span class="side start" ?data-dim=${this.share < 14} aria-hidden="true">${tell("before")}</span><span class="side end" ?data-dim=${this.share > 86} aria-hidden="true">${tell("after")}</span>
        <input type="range" min="0" max="100" step="1" .value=${String(this.share)} aria-label=${tell("compare")} aria-valuetext="${tell("before")} ${this.share} %" @input=${this.slide} />
        <span class="seam" aria-hidden="true"></span>
      </div>
      <figcaption class="quiet">${tell("compareOf", { name: this.name })}</figcaption>
    </figure>`;
  }

  protected override updated(): void {
    const part = this.share / 100;
    this.querySelector<HTMLElement>(".pair")?.style.setProperty("--split", `calc(${HALF - 2 * HALF * part}px + ${this.share}%)`);
  }

  private slide = (event: Event): void => {
    this.share = (event.target as HTMLInputElement).valueAsNumber;
  };
}

customElements.define("studio-compare", Compare);
