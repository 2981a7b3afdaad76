import { html, nothing } from "lit";
import type { Model } from "../../site";
import { amount as counted } from "../strings";
import { Part } from "../part";
import { amount } from "./amounts";
import type { Desk } from "./desk";
import { rearrange, toGround } from "./grips";
import { roleOf, stanceOf } from "./piece";
import type { Stance } from "./piece";
import type { Gizmo, Room } from "./room";
import { quaternionOf, tidy, turnedOf } from "./turning";
import type { Turned } from "./turning";
import { tell } from "./words";

const GIZMOS: readonly (readonly [Gizmo, "move" | "turn" | "enlarge"])[] = [["translate", "move"], ["rotate", "turn"], ["scale", "enlarge"]];

/** The models of the place: which there are, and where the chosen one stands. */
class ModelsPanel extends Part {
  static override properties = { desk: { attribute: false }, room: { attribute: false }, models: { attribute: false }, chosen: {}, gizmo: {}, follows: { type: Boolean }, may: { type: Boolean }, version: { type: Number } };
  declare desk: Desk;
  declare room: Room | undefined;
  declare models: readonly Model[];
  declare chosen: string;
  declare gizmo: Gizmo;
  declare follows: boolean;
  declare may: boolean;

  protected override render(): unknown {
    const models = this.desk.list("model");
    const body = this.chosen ? this.desk.body("model", this.chosen) : undefined;
    return html`<h2>${tell("models")}</h2>
      ${models.length === 0 ? html`<p class="quiet">${tell("noModels")}</p>` : html`<p class="quiet">${tell("modelsHow")}</p>
      <ul class="things">${models.map(({ id, body: each }) => html`<li><button type="button" aria-pressed=${id === this.chosen} @click=${() => this.choose(id)}>
        <span>${id}</span><small>${this.about(id, roleOf(each))}</small></button></li>`)}</ul>`}
      ${body ? this.one(stanceOf(body)) : nothing}`;
  }

  private about(id: string, role: string): string {
    const model = this.models.find((each) => each.id === id);
    const finest = model?.levels.at(-1)?.triangles ?? 0;
    if (!model || (model.levels.length === 0 && !model.tiles)) return tell("noFile");
    return [role === "walkable" ? tell("walkedOn") : "", finest > 0 ? tell("triangles", { count: counted(finest) }) : ""].filter(Boolean).join(" · ");
  }

  private one(stance: Stance): unknown {
    const turned = turnedOf(stance.orientation);
    const locked = !this.may;
    const place = (axis: number, value: number): void => this.stand({ ...stance, position: stance.position.map((each, at) => (at === axis ? value : each)) as Stance["position"] }, `at ${axis}`);
    const turn = (part: Partial<Turned>): void => this.stand({ ...stance, orientation: quaternionOf({ ...turned, ...part }) }, `turned ${Object.keys(part)[0]}`);
    return html`<section class="one-thing" aria-labelledby="the-model"><h3 id="the-model">${this.chosen}</h3>
      ${this.may ? html`<div class="segments" role="group" aria-label=${tell("withHandles")}>${GIZMOS.map(([gizmo, word]) => html`<button type="button" aria-pressed=${this.gizmo === gizmo} @click=${() => this.emit("gizmo", gizmo)}>${tell(word)}</button>`)}</div>
      <p class="quiet">${tell(`${GIZMOS.find(([gizmo]) => gizmo === this.gizmo)![1]}How`)}</p>` : nothing}
      <fieldset><legend>${tell("where")}</legend><div class="amounts">
        ${amount(tell("right"), "m", stance.position[0], 0.1, locked, (value) => place(0, value))}
        ${amount(tell("up"), "m", stance.position[1], 0.1, locked, (value) => place(1, value))}
        ${amount(tell("nearer"), "m", stance.position[2], 0.1, locked, (value) => place(2, value))}</div></fieldset>
      <fieldset><legend>${tell("turned")}</legend><div class="amounts">
        ${amount(tell("toLeft"), "°", turned.turn, 5, locked, (value) => turn({ turn: value }))}
        ${amount(tell("tipped"), "°", turned.tip, 5, locked, (value) => turn({ tip: value }))}
        ${amount(tell("leaning"), "°", turned.lean, 5, locked, (value) => turn({ lean: value }))}</div></fieldset>
      <fieldset><legend>${tell("howLarge")}</legend><div class="amounts">
        ${amount(tell("timesItsFile"), "×", tidy(stance.scale, 4), 0.05, locked, (value) => { if (value > 0) this.stand({ ...stance, scale: value }, "scale"); })}
        ${this.measured()}</div></fieldset>
      ${this.may ? html`<label class="check"><input type="checkbox" .checked=${this.follows} @change=${(event: Event) => this.emit("follows", (event.target as HTMLInputElement).checked)} /><span>${tell("follows")}</span></label>
      <div class="row"><button type="button" @click=${() => this.drop(stance)}>${tell("toGround")}</button>
        <button type="button" @click=${() => this.upright(stance)}>${tell("upright")}</button>
        <button type="button" @click=${() => this.room?.look({ kind: "model", id: this.chosen })}>${tell("lookAtIt")}</button></div>` : nothing}</section>`;
  }

  /** How high it is, which people know of a thing rather than a factor. */
  private measured(): unknown {
    const box = this.room?.stage.pieces.get(this.chosen)?.box;
    if (!box || box.isEmpty()) return nothing;
    const stance = stanceOf(this.desk.body("model", this.chosen)!);
    const height = tidy(box.max.y - box.min.y, 2);
    return amount(tell("high"), "m", height, 0.1, !this.may, (value) => { if (value > 0 && height > 0) this.stand({ ...stance, scale: (stance.scale * value) / height }, "scale"); });
  }

  /** `field` names what is stepped through, so that its steps are one. */
  private stand(stance: Stance, field = ""): void {
    const stretch = field && `model ${this.chosen} ${field}`;
    const piece = this.room?.stage.pieces.get(this.chosen);
    const before = this.desk.body("model", this.chosen);
    if (piece) rearrange(this.desk, piece, stance, this.follows, stretch);
    else if (before) this.desk.set("model", this.chosen, { ...stance } as never, stretch);
  }

  private drop(stance: Stance): void {
    const { room, chosen } = this;
    const piece = room?.stage.pieces.get(chosen);
    if (!piece) return;
    const down = toGround(piece, (x, y, z) => room!.stage.below(x, y, z, chosen));
    this.stand({ ...stance, position: [stance.position[0], tidy(stance.position[1] + down), stance.position[2]] });
  }

  /** Scanners often take z for up: stand it up, and lay it down again at the next push. */
  private upright(stance: Stance): void {
    const turned = turnedOf(stance.orientation);
    this.stand({ ...stance, orientation: quaternionOf({ ...turned, tip: turned.tip > -45 ? turned.tip - 90 : turned.tip + 90 }) });
  }

  private choose(id: string): void {
    this.emit("choose", { kind: "model", id });
  }

  private emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("space-models", ModelsPanel);
