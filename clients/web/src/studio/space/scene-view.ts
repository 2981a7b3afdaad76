import { html } from "lit";
import type { Model } from "../../site";
import type { Vector } from "../../wire.gen";
import { Part } from "../part";
import type { Desk } from "./desk";
import { Hands } from "./hands";
import type { Done } from "./hands";
import { Pointing } from "./pointing";
import { Room } from "./room";
import type { Doing } from "./room";
import { tell } from "./words";

/** The scene of a site to look at and to work in: `desk` has what is written, `models` where the files are. */
export class SceneView extends Part {
  static override properties = { site: {}, desk: { attribute: false }, models: { attribute: false }, doing: { attribute: false }, done: { attribute: false } };
  declare site: string;
  declare desk: Desk;
  declare models: readonly Model[];
  declare doing: Doing;
  declare done: Done;
  room: Room | undefined;
  hands: Hands | undefined;

  protected override render(): unknown {
    return html`<canvas class="space-canvas" tabindex="0" role="application" aria-label=${tell("canvas")} aria-describedby="space-hint" data-keys></canvas>
      <div class="crosshair" aria-hidden="true"></div><div class="pins"></div>`;
  }

  protected override firstUpdated(): void {
    try {
      this.room = new Room(this.querySelector("canvas")!, this.querySelector<HTMLElement>(".pins")!, this.desk, this.site, this.done, (pin, x, y, last) => this.hands?.pulls(pin, x, y, last));
    } catch (problem) {
      console.warn(problem);
      this.dispatchEvent(new CustomEvent("blind"));
      return;
    }
    this.hands = new Hands(this.room, this.done);
    new Pointing(this.room.stage, this.hands);
    this.room.bring(this.models);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.room?.leave();
    this.room = undefined;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (!this.room) return;
    if (changed.has("models")) this.room.bring(this.models);
    if (!changed.has("doing")) return;
    const before = changed.get("doing") as Doing | undefined;
    if (before?.tool !== this.doing.tool || before.mode !== this.doing.mode) this.hands?.letGo();
    this.room.do(this.doing);
  }

  /** Whether the first picture of every model is there; for those who look from outside. */
  get isThere(): boolean {
    const pieces = [...(this.room?.stage.pieces.values() ?? [])];
    return pieces.length > 0 && pieces.every(({ loaded }) => loaded >= 1);
  }

  /** Where a point of the scene is on the page, in pixels; for those who look from outside. */
  spotOf(point: Vector): { x: number; y: number } {
    const { left, top } = this.querySelector("canvas")!.getBoundingClientRect();
    const { x, y } = this.room!.stage.spot(point);
    return { x: left + x, y: top + y };
  }
}

customElements.define("space-view", SceneView);
