import { html } from "lit";
import type { TemplateResult } from "lit";
import type { CornerEvents } from "./corner";
import type { Health } from "./house";
import { REASONS } from "./watch";
import { reached } from "./way-out";
import { PHRASES, say } from "./words";
import type { Word } from "./words";

/** How the server, its engines and this page do. */
export function health(found: Health | null, { told, nurse }: CornerEvents): TemplateResult {
  const { address, version } = told();
  return html`<section aria-labelledby="health-title"><h3 id="health-title">${say("health")}</h3><dl>
    ${row(say("server"), found === null ? say("unreachable") : say("open"), found !== null)}
    ${found === null ? "" : [row(say("serverUp"), span(found.seconds)), row(say("visits"), number(found.visits)), ...engines(found)]}
    ${row(say("version"), found?.version ?? version)}
    ${nurse === null ? "" : [row(say("frames"), number(nurse.rate)), row(say("pageUp"), span(nurse.vitals.age / 1_000)), row(say("memory"), memory(nurse.vitals.heap))]}
    ${row(say("restarts"), reason())}
    ${row(say("address"), reached(address, location) || say("noAddress"))}
  </dl></section>`;
}

function engines({ engines: states, problems }: Health): TemplateResult[] {
  return Object.entries(states).map(([name, state]) => {
    const why = problems[name.replace(/^voice /, "")];
    return row(name, [say(state), ...(why === undefined ? [] : [why])].join(": "), state === "open");
  });
}

function row(name: string, value: string, well = true): TemplateResult {
  return html`<div class=${well ? "" : "ill"}><dt>${name}</dt><dd>${value}</dd></div>`;
}

function reason(): string {
  const found = REASONS.find((each) => location.hash.startsWith(`#${each}`)) ?? "first";
  return say(`reason-${found}` as Word);
}

function span(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return say("duration", { d: Math.floor(minutes / 1_440), h: Math.floor(minutes / 60) % 24, m: minutes % 60 });
}

function memory(bytes: number): string {
  return bytes === 0 ? say("none") : say("megabytes", { n: Math.round(bytes / 1e6) });
}

function number(value: number): string {
  return value.toLocaleString(PHRASES.language, { maximumFractionDigits: 0 });
}
