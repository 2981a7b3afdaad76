import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { direction } from "../../language";
import { named, phrase } from "../phrases";
import type { ReviewDesk } from "./desk";
import type { Claim, DraftSentence, DraftTold } from "./draft";
import { marks, objected } from "./marks";

/** The draft's sentences; where the check objects the very words are marked, and under them stands why. */
export function sentencesPane(desk: ReviewDesk, told: DraftTold): TemplateResult {
  const { language, sentences } = told.draft;
  const numbers = numbered(told);
  return html`
    <ol class="sentences" lang=${language} dir=${direction(language)}>
      ${sentences.map((each, index) => sentence(desk, each, index, numbers))}
    </ol>
    ${steps(told)}`;
}

/** The number under which each fact is shown, in the order in which the sentences name them. */
export function numbered({ draft, facts }: DraftTold): ReadonlyMap<string, number> {
  const order = [...draft.sentences.flatMap((each) => each.facts), ...Object.keys(facts)];
  return new Map([...new Set(order)].map((fact, index) => [fact, index + 1]));
}

/** A text with the stretches marked that the check objects to. */
export function marked(text: string, claim: Claim | null): TemplateResult {
  return html`${marks(text, claim).map(({ text: part, verdict, reason }) => verdict === "supported" ? part
    : html`<mark class="objected" title=${reason}>${part}</mark>`)}`;
}

/** What the check says of a sentence, for a person. */
export function verdict(claim: Claim | null): TemplateResult {
  if (claim === null) return html``;
  const read = claim.read === null ? nothing : html` <span class="read">${phrase("readAs", { percent: Math.round(claim.read * 100) })}</span>`;
  if (claim.verdict === "supported") return html`${read}`;
  const parts = claim.parts.filter((each) => each.verdict !== "supported" && each.reason !== "");
  const said = parts.length > 0 ? parts : [claim];
  const once = [...new Map(said.map((each) => [each.reason, each])).values()];
  return html`<ul class="verdicts" dir="auto">${once.map((each) => html`<li><b>${named("verdict", each.verdict)}</b> ${each.reason}</li>`)}${read === nothing ? nothing : html`<li>${read}</li>`}</ul>`;
}

function sentence(desk: ReviewDesk, each: DraftSentence, index: number, numbers: ReadonlyMap<string, number>): TemplateResult {
  const selected = index === desk.selected;
  const heard = desk.sound.playing === index;
  return html`
    <li class="sentence ${selected ? "selected" : ""} ${objected(each) ? "against" : ""}" aria-current=${selected ? "true" : nothing} @click=${() => desk.select(index)}>
      <button type="button" class="icon" aria-pressed=${heard} aria-label=${phrase("hear", { n: index + 1 })} @click=${() => desk.play([index])}>${heard ? "◼" : "▶"}</button>
      <div>
        <p class="text">${marked(each.text, each.claim)}<span class="refs">${each.facts.map((fact) => html`<sup>${numbers.get(fact)}</sup>`)}</span></p>
        <p class="about">${origin(each)}${each.claim?.verdict === "supported" ? verdict(each.claim) : nothing}</p>
        ${objected(each) ? verdict(each.claim) : nothing}
        ${proposals(each)}
      </div>
    </li>`;
}

function origin({ ai, origin, facts }: DraftSentence): TemplateResult {
  return html`<span>${named("origin", ai ? "ai" : origin)}</span>${facts.length === 0 ? html` <span>${phrase("claimsNothing")}</span>` : nothing}`;
}

/** What the model proposed here and the check refused. */
function proposals({ proposals: all }: DraftSentence): TemplateResult | typeof nothing {
  const refused = all.filter(({ verdict: found }) => found !== "supported");
  if (refused.length === 0) return nothing;
  return html`
    <details class="proposals"><summary>${phrase("refusedHere", { n: refused.length })}</summary>
      <ul>${refused.map((each) => html`<li>${marked(each.sentence, each)}${verdict(each)}</li>`)}</ul>
    </details>`;
}

function steps({ steps: all }: DraftTold): TemplateResult {
  return html`
    <details class="steps"><summary>${phrase("history")}</summary>
      <ol>${all.map((each) => html`<li>
        <time datetime=${each.at}>${each.at.slice(0, 16).replace("T", " ")}</time> ${named("step", each.act)}${each.category === "" ? nothing : html` · ${named("category", each.category)}`}${each.reason === "" ? nothing : html` · ${each.reason}`}
        ${each.words.length === 0 ? nothing : html`<details><summary>${phrase("wordsBefore")}</summary><p>${each.words.join(" ")}</p></details>`}
      </li>`)}</ol>
    </details>`;
}
