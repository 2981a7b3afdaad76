import { html, nothing } from "lit";
import type { Desk, SpaceKind } from "./desk";
import type { Room, Tool } from "./room";
import type { Draft } from "./shelf";
import { tell } from "./words";
import type { Word } from "./words";

const TOOLS: readonly Tool[] = ["choose", "point", "outline", "part"];

/** The tools of annotating, over the picture. */
export function toolbar(chosen: Tool, take: (tool: Tool) => void): unknown {
  return html`<div class="space-tools segments" role="group" aria-label=${tell("tools")}>${TOOLS.map((tool) => html`<button type="button" aria-pressed=${tool === chosen} title=${tell(`${tool}Hint` as Word)} @click=${() => take(tool)}>${icon(tool)}<span>${tell(tool)}</span></button>`)}</div>`;
}

/** The camera by buttons, for those who neither drag nor scroll. */
export function cameras(room: () => Room | undefined): unknown {
  const steer = (right: number, up: number, zoom: number): void => room()?.stage.steer(right, up, zoom);
  const button = (sign: string, word: Word, act: () => void): unknown => html`<button type="button" class="icon" aria-label=${tell(word)} title=${tell(word)} @click=${act}>${sign}</button>`;
  return html`<div class="space-cameras" role="group" aria-label=${tell("camera")}>
    ${button("+", "closer", () => steer(0, 0, 0.8))}${button("−", "farther", () => steer(0, 0, 1.25))}${button("⟲", "aroundLeft", () => steer(-0.4, 0, 1))}${button("⟳", "aroundRight", () => steer(0.4, 0, 1))}
    <button type="button" @click=${() => room()?.whole()}>${tell("whole")}</button>
    <button type="button" @click=${() => steer(0, 3, 1)}>${tell("fromAbove")}</button></div>`;
}

/** What the site needs before visitors can have it; what was made here since is not missed any more. */
export function lacking(draft: Draft, desk: Desk): unknown {
  const lacks = draft.lacks.filter(({ kind, id }) => id || !["annotation", "stop", "model"].includes(kind) || desk.list(kind as SpaceKind).length === 0);
  if (lacks.length === 0) return nothing;
  return html`<section class="lacks" aria-labelledby="lacks"><h2 id="lacks">${tell("lacks")}</h2><ul>${lacks.map(({ kind, id, problem, remedy }) => html`<li>
    <strong>${[kind, id].filter(Boolean).join(" ")}</strong> ${problem}: ${remedy}</li>`)}</ul></section>`;
}

function icon(tool: Tool): unknown {
  const paths: Record<Tool, string> = {
    choose: "M6 4l12 9-5.500 1L10 19z", point: "M12 21s-6-6-6-11a6 6 0 0 1 12 0c0 5-6 11-6 11zM12 8v4M10 10h4", outline: "M5 8l8-4 6 7-4 8-9-2z", part: "M12 3l8 4.500v9L12 21l-8-4.500v-9zM12 12l8-4.500M12 12v9M12 12L4 7.500", stop: "M12 4v10",
  };
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[tool]}></path></svg>`;
}
