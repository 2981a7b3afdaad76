import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { direction } from "../language";
import type { Evaluation, Scorecard } from "./card";
import { day, named, percent, say, tongue } from "./words";

/** In this order. */
const KINDS = ["injected-errors", "tellings", "questions"];

/** How it was tested, and what went wrong. */
export function tests(card: Scorecard): TemplateResult {
  const kinds = [...new Set([...KINDS, ...card.evaluations.map(({ kind }) => kind)])].filter((kind) => card.evaluations.some((each) => each.kind === kind));
  return html`<section aria-labelledby="tests"><h2 id="tests">${say("tests")}</h2><p>${say("testsWhy")}</p>
    ${kinds.length === 0 ? html`<p>${say("testsNone")}</p>` : kinds.map((kind) => html`
      <article><h3>${named("kind", kind)}</h3><p>${named("kind", `${kind}-why`)}</p>
        ${card.evaluations.filter((each) => each.kind === kind).map((each) => run(each, card))}</article>`)}</section>`;
}

function run(each: Evaluation, card: Scorecard): TemplateResult {
  const measures = Object.entries(each.measures);
  return html`<div class="run"><p class="quiet">${about(each, card).map((part, index) => html`${index > 0 ? " · " : nothing}<bdi>${part}</bdi>`)}</p>
    <dl class="measures">${measures.map(([name, counts]) => html`<div><dt>${named("measure", name)}</dt><dd>${met(counts["all"])}</dd></div>`)}</dl>
    ${byLanguage(each)}${misses(each)}</div>`;
}

function about(each: Evaluation, card: Scorecard): string[] {
  const how = each.kind === "injected-errors" ? say(each.with_reader ? "byReader" : "byRules") : "";
  const other = each.model !== "" && card.weights !== "" && each.model !== card.weights ? `(${say("anotherModel")})` : "";
  const model = each.model === "" ? "" : `${say("model", { name: each.model })} ${other}`.trim();
  const sample = each.sample > 0 ? say("sampled", { n: each.sample }) : "";
  return [how, model, say("tested", { day: day(each.at), dataset: each.dataset }), sample].filter(Boolean);
}

function met(count: readonly [number, number] | undefined): TemplateResult | typeof nothing {
  if (!count) return nothing;
  return html`<strong><bdi>${percent(count[0], count[1])}</bdi></strong> <bdi class="quiet">${say("metOf", { met: count[0], of: count[1] })}</bdi>`;
}

function byLanguage(each: Evaluation): TemplateResult | typeof nothing {
  const measures = Object.entries(each.measures);
  const tags = [...new Set(measures.flatMap(([, counts]) => Object.keys(counts)))].filter((tag) => tag !== "all");
  if (tags.length === 0) return nothing;
  return html`<details><summary>${say("perLanguage")}</summary><div class="scroll" tabindex="0" role="region" aria-label=${say("perLanguage")}><table>
    <thead><tr><th scope="col">${say("measure")}</th>${tags.map((tag) => html`<th scope="col">${tongue(tag)}</th>`)}</tr></thead>
    <tbody>${measures.map(([name, counts]) => html`<tr><th scope="row">${named("measure", name)}</th>${tags.map((tag) => html`<td>${counts[tag] ? say("metOf", { met: counts[tag][0], of: counts[tag][1] }) : "–"}</td>`)}</tr>`)}</tbody>
  </table></div></details>`;
}

function misses(each: Evaluation): TemplateResult | typeof nothing {
  if (each.misses.length === 0) return nothing;
  return html`<details><summary>${say("misses")}</summary><ul class="misses">${each.misses.map((miss) => {
    const question = miss.where.slice(miss.where.indexOf(":") + 1).trim();
    return html`<li lang=${miss.language} dir=${direction(miss.language)}><strong>${question}</strong><br />${miss.said}</li>`;
  })}</ul></details>`;
}
