import { html, nothing } from "lit";
import { Part } from "../part";
import { amount } from "./amounts";
import type { Desk } from "./desk";
import { entranceOf } from "./guests";
import { roleOf } from "./piece";
import type { Room } from "./room";
import { quaternionOf, tidy, turnedOf } from "./turning";
import { tell } from "./words";

/** Where visitors come in, and what they can walk on. */
class EntrancePanel extends Part {
  static override properties = { site: {}, desk: { attribute: false }, room: { attribute: false }, visiting: { type: Boolean }, may: { type: Boolean }, version: { type: Number } };
  declare site: string;
  declare desk: Desk;
  declare room: Room | undefined;
  declare visiting: boolean;
  declare may: boolean;

  protected override render(): unknown {
    const entrance = entranceOf(this.desk, this.site) ?? { position: [0, 0, 0] as const, orientation: [0, 0, 0, 1] as const };
    const turned = turnedOf([...entrance.orientation]);
    const locked = !this.may;
    const place = (axis: number, value: number): void => this.set({ position: entrance.position.map((each, at) => (at === axis ? value : each)) });
    return html`<h2>${tell("entrance")}</h2><p class="quiet">${tell("entranceHow")}</p>
      <fieldset><legend>${tell("where")}</legend><div class="amounts">
        ${amount(tell("right"), "m", entrance.position[0], 0.5, locked, (value) => place(0, value))}
        ${amount(tell("up"), "m", entrance.position[1], 0.1, locked, (value) => place(1, value))}
        ${amount(tell("nearer"), "m", entrance.position[2], 0.5, locked, (value) => place(2, value))}</div></fieldset>
      <fieldset><legend>${tell("looks")}</legend><div class="amounts">
        ${amount(tell("toLeft"), "°", turned.turn, 5, locked, (turn) => this.set({ orientation: quaternionOf({ turn, tip: turned.tip, lean: 0 }) }))}
        ${amount(tell("upwards"), "°", turned.tip, 5, locked, (tip) => this.set({ orientation: quaternionOf({ turn: turned.turn, tip: Math.max(-80, Math.min(80, tip)), lean: 0 }) }))}</div></fieldset>
      ${this.may ? html`<div class="row">${this.visiting ? html`<button type="button" class="primary" @click=${this.here}>${tell("enterHere")}</button>` : nothing}
        <button type="button" @click=${this.ground}>${tell("toGround")}</button></div>` : nothing}
      ${this.walked()}`;
  }

  private walked(): unknown {
    const models = this.desk.list("model");
    const some = models.some(({ body }) => roleOf(body) === "walkable");
    return html`<section aria-labelledby="walked"><h2 id="walked">${tell("ground")}</h2>
      <p class="quiet"><span class="swatch ground"></span> ${some ? tell("groundHow") : tell("noGround")}</p>
      <ul class="things plain">${models.map(({ id, body }) => html`<li class="row"><span class="grow">${id}</span>
        <label><span class="hidden">${tell("use", { name: id })}</span><select ?disabled=${!this.may} @change=${(event: Event) => this.desk.set("model", id, { role: (event.target as HTMLSelectElement).value })}>
          <option value="visible" ?selected=${roleOf(body) === "visible"}>${tell("seen")}</option><option value="walkable" ?selected=${roleOf(body) === "walkable"}>${tell("walkedOn")}</option></select></label></li>`)}</ul></section>`;
  }

  private set(part: Record<string, unknown>): void {
    const entrance = { ...(entranceOf(this.desk, this.site) ?? { position: [0, 0, 0], orientation: [0, 0, 0, 1] }), ...part };
    this.desk.set("site", this.site, { entrance } as never, `entrance ${Object.keys(part).join(" ")}`);
  }

  private here = (): void => {
    const standing = this.room?.standing;
    if (standing) this.set({ ...standing });
  };

  private ground = (): void => {
    const entrance = entranceOf(this.desk, this.site);
    if (!entrance || !this.room) return;
    const [x, y, z] = entrance.position;
    const height = this.room.guests.ground?.heightAt(x, z, y + 50) ?? this.room.stage.below(x, y + 1, z);
    this.set({ position: [x, tidy(height), z] });
  };
}

customElements.define("space-entrance", EntrancePanel);
