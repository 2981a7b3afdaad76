import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { at } from "../api";
import { addressOf } from "../router";
import { amount, language } from "../strings";
import "./pictures";
import { bytes } from "./told";
import { tell } from "./words";

export interface Finding {
  code: string;
  message: string;
  severity?: "error" | "warning" | "information" | "hint";
  pointer?: string;
  remedy?: string;
  file?: string;
}

interface Level {
  file: string;
  bytes: number;
  triangles?: number;
  error?: number;
  brotli?: number;
}

interface ModelReport {
  id: string;
  source: string;
  source_bytes: number;
  format: string;
  units: string;
  up: string;
  triangles?: number;
  points?: number;
  size?: readonly [number, number, number];
  repaired?: readonly string[];
  levels?: readonly Level[];
  tiles?: { tiles: number; bytes: number } | null;
  findings?: readonly Finding[];
}

/** Names of pictures among the site's files; before and after are by the same camera. */
interface Pictures {
  model?: string;
  before?: string;
  after?: string;
  thumbnail?: string;
  turntable?: string;
}

/** What a job of the kind `ingest` ends with. */
export interface Ingested {
  models?: readonly string[];
  words?: readonly string[];
  report?: { models?: readonly ModelReport[]; ground?: readonly string[]; findings?: readonly Finding[]; unchanged?: boolean };
  pictures?: readonly Pictures[];
}

/** What came of a scan: pictures of before and after, what devices get, and what is worth a look. */
export function ingested(site: string, found: Ingested): TemplateResult {
  const models = found.report?.models ?? [];
  return html`<div class="ingested">
    ${found.report?.unchanged ? html`<p>${tell("unchanged")}</p>` : nothing}
    ${models.map((model, index) => one(site, model, found.pictures?.[index]))}
    ${findings(found.report?.findings ?? [])}
    ${(found.report?.ground ?? []).map((each) => html`<p class="quiet" lang="en">${each}</p>`)}
    ${found.words && found.words.length > 0 ? html`<details><summary>${tell("allWords")}</summary>${language() === "en" ? nothing : html`<p class="quiet">${tell("inEnglish")}</p>`}
      <div class="report" lang="en">${found.words.map((each) => html`<p>${each}</p>`)}</div></details>` : nothing}
    <p class="row"><a class="button primary" href=${addressOf({ site, section: "space" })}>${tell("toSpace")}</a><a class="button" href=${addressOf({ site })}>${tell("toOverview")}</a></p>
  </div>`;
}

function one(site: string, model: ModelReport, pictures: Pictures | undefined): TemplateResult {
  const shown = pictures?.after ?? pictures?.thumbnail;
  const [x, y, z] = (model.size ?? [0, 0, 0]).map(metres);
  return html`<section aria-label=${model.id}>
    <h3>${tell("thing", { name: model.id, x: x!, y: y!, z: z! })}</h3>
    ${pictures?.before && pictures.after ? html`<studio-compare .first=${file(site, pictures.before)} .second=${file(site, pictures.after)} .name=${model.id}></studio-compare>`
      : shown ? html`<img class="shown" src=${file(site, shown)} alt="${tell("after")}: ${model.id}" />` : html`<p class="quiet">${tell("noPictures")}</p>`}
    <p>${model.points ? tell("points", { count: amount(model.points) }) : tell("triangles", { count: amount(model.triangles ?? 0) })}. ${tell("readFrom", { file: model.source, format: model.format, size: bytes(model.source_bytes), units: model.units, up: model.up.toUpperCase() })}</p>
    ${(model.repaired ?? []).length > 0 ? html`<ul lang="en">${model.repaired!.map((each) => html`<li>${each}</li>`)}</ul>` : nothing}
    ${levels(model)}${findings(unsaid(model))}
  </section>`;
}

/** Findings that the sentences about its repair do not tell already. */
function unsaid({ repaired = [], findings: found = [] }: ModelReport): readonly Finding[] {
  const told = repaired.join(" ");
  return found.filter(({ message }) => !told.includes(message.replace(/\.$/, "")));
}

function levels(model: ModelReport): unknown {
  const held = model.levels ?? [];
  if (held.length === 0 && !model.tiles) return nothing;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${tell("levels")}><table><caption class="quiet">${tell("levels")}</caption><thead><tr><th scope="col">${tell("level")}</th><th scope="col">${tell("amount")}</th><th scope="col">${tell("weight")}</th><th scope="col">${tell("away")}</th></tr></thead>
    <tbody>${held.map((each, index) => html`<tr><th scope="row">${tell("levelNumber", { number: index })}</th><td>${amount(each.triangles ?? 0)}</td><td>${bytes(each.bytes)}${each.brotli ? html` <span class="quiet">(${bytes(each.brotli)} ${tell("onTheLine")})</span>` : nothing}</td><td>${each.error ? length(each.error) : tell("exact")}</td></tr>`)}
    ${model.tiles ? html`<tr><td colspan="4">${tell("tiles", { tiles: amount(model.tiles.tiles), size: bytes(model.tiles.bytes) })}</td></tr>` : nothing}</tbody></table></div>`;
}

/** What was noticed, and what to do about it; hints change nothing and are left out. */
export function findings(found: readonly Finding[]): unknown {
  const worth = found.filter(({ severity }) => severity !== "hint");
  if (worth.length === 0) return nothing;
  return html`<div class="warning"><strong>${tell("findings")}</strong><ul lang="en">${worth.map((each) => html`<li>${sentence(each.message)}${where(each)}${each.remedy ? html`<br /><span class="quiet"><span lang=${language()}>${tell("remedy")}</span>: ${each.remedy}</span>` : nothing}</li>`)}</ul></div>`;
}

function where({ file = "", pointer = "" }: Finding): unknown {
  return file || pointer ? html` <span class="quiet">(${file}${pointer})</span>` : nothing;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function metres(length: number): string {
  return length.toLocaleString(language(), { maximumFractionDigits: 2 });
}

function length(error: number): string {
  return error < 0.1 ? `${(error * 1000).toLocaleString(language(), { maximumFractionDigits: 1 })} mm` : `${metres(error)} m`;
}

/** What a record of the site names, for those who work there. */
function file(site: string, name: string): string {
  return at(site, "files", name);
}
