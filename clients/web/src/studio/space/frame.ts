import { html, nothing } from "lit";
import { addressOf } from "../router";
import { say } from "../strings";
import "../sites/conflict";
import type { Body } from "../sites/record";
import { tell as write } from "../sites/words";
import type { Desk } from "./desk";
import type { Mode, Room } from "./room";
import { tell } from "./words";

export const MODES: readonly Mode[] = ["place", "enter", "light", "tell"];

/** What stands over the picture: the modes, how the desk does, and `visit`, which goes in as a visitor and out again. */
export function bar(site: string, mode: Mode, desk: Desk, { may, visiting }: { may: boolean; visiting: boolean }, visit: () => void): unknown {
  const { state, canUndo, canRedo } = desk;
  return html`<div class="space-bar"><nav class="segments" aria-label=${tell("space")}>${MODES.map((each) => html`<a href=${addressOf({ site, section: "space", rest: [each] })} aria-current=${each === mode ? "page" : nothing}>${tell(each)}</a>`)}</nav>
    ${may ? html`<span role="status" class="mark ${state === "notSaved" ? "bad" : state === "saved" ? "good" : ""}">${write(state)}</span>
    ${state === "notSaved" ? html`<button type="button" @click=${() => desk.settle()}>${say("again")}</button>` : nothing}
    <button type="button" class="icon" ?disabled=${!canUndo} aria-label=${write("undo")} title=${write("undo")} @click=${() => desk.undo()}>↶</button>
    <button type="button" class="icon" ?disabled=${!canRedo} aria-label=${write("redo")} title=${write("redo")} @click=${() => desk.redo()}>↷</button>` : nothing}
    <button type="button" class=${visiting ? "primary" : ""} aria-pressed=${visiting} @click=${visit}>${visiting ? tell("fromAround") : tell("asVisitor")}</button></div>`;
}

/** Somebody else changed the same thing: both versions, to be joined. */
export function conflict(desk: Desk): unknown {
  const { trouble } = desk;
  if (!trouble?.clash) return nothing;
  return html`<studio-conflict .clash=${trouble.clash} .name=${(pointer: string) => `${trouble.id} · ${pointer.slice(1).split("/").join(" · ")}`}
    @joined=${(event: CustomEvent<Body>) => desk.join(event.detail)} @later=${() => desk.later()}></studio-conflict>`;
}

/** Metres: the largest thing that can be told of here. */
export function largest(room: Room | undefined): number {
  const box = room?.stage.box;
  return box && !box.isEmpty() ? Math.max(1, box.max.distanceTo(box.min) / 2) : 20;
}
