import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import type { Fact, Source } from "../../site";
import { phrase } from "../phrases";
import type { ReviewDesk } from "./desk";
import type { DraftTold } from "./draft";
import { numbered } from "./sentences-pane";

/** The facts under the draft with their sources; those of the selected sentence stand out. */
export function factsPane(desk: ReviewDesk, told: DraftTold): TemplateResult {
  const numbers = numbered(told);
  const sentences = desk.mode === "editing" ? desk.editing.now : told.draft.sentences;
  const own = new Set(sentences[desk.selected]?.facts ?? []);
  const changed = new Set(told.changed);
  return html`
    <section class="review-facts" aria-labelledby="facts-title">
      <h2 id="facts-title">${phrase("facts")}</h2>
      <ol>${[...numbers].map(([id, number]) => html`
        <li class="fact ${own.has(id) ? "of-this" : ""}" tabindex="-1" value=${number}>
          ${fact(told.facts[id], id, told.draft.language)}
          ${changed.has(id) ? html`<p class="mark warn">${phrase("factChanged")}</p>` : nothing}
        </li>`)}</ol>
      ${numbers.size === 0 ? html`<p class="quiet">${phrase("noFacts")}</p>` : nothing}
    </section>`;
}

function fact(known: Fact | undefined, id: string, tag: string): TemplateResult {
  if (known === undefined) return html`<p class="mark bad">${phrase("factGone", { id })}</p>`;
  return html`
    <p class="text" lang=${tag} dir="auto">${known.text}</p>
    ${known.disputed ? html`<span class="mark warn">${phrase("disputed")}</span>` : nothing}
    ${known.sources.length === 0 ? html`<span class="mark bad">${phrase("noSource")}</span>` : html`<ul class="sources">${known.sources.map(cite)}</ul>`}`;
}

function cite({ author, title, year, publisher, url, locator }: Source): TemplateResult {
  const work = /^https?:\/\//.test(url) ? html`<a href=${url} target="_blank" rel="noopener noreferrer"><cite>${title}</cite></a>` : html`<cite>${title}</cite>`;
  const when = year < 0 ? phrase("bce", { year: -year }) : String(year);
  return html`<li>${author}, ${work} (${[publisher, when].filter(Boolean).join(", ")})${locator === "" ? "" : `, ${locator.replace(/ (?=\S{1,6}$)/, "\u00a0")}`}</li>`;
}
