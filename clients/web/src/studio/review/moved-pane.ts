import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { direction } from "../../language";
import { named, phrase } from "../phrases";
import type { ReviewDesk } from "./desk";
import type { Draft } from "./draft";
import { merged } from "./merging";
import type { Words } from "./words";

/** Somebody else was faster: both versions side by side, and what would come of both. */
export function movedPane(desk: ReviewDesk): TemplateResult {
  const { moved, told } = desk;
  if (moved === undefined || told === undefined) return html``;
  const before = words(told.draft);
  const mine = moved.wanted.sentences;
  const both = mine === undefined ? undefined : merged(before, mine, words(moved.theirs));
  return html`
    <section class="review-moved" aria-labelledby="moved-title">
      <h2 id="moved-title" tabindex="-1">${phrase("movedTitle")}</h2>
      <div class="versions">
        <div><h3>${phrase("mine")}</h3><p>${phrase(`act-${moved.wanted.act}` as "act-approve")}${moved.wanted.reason ? html` · ${moved.wanted.reason}` : nothing}</p>${text(mine ?? before, told.draft.language)}</div>
        <div><h3>${phrase("theirs")}</h3><p>${named("state", moved.theirs.state)}${moved.theirs.reviewer === "" ? nothing : html` · ${moved.theirs.reviewer}`}${moved.theirs.reason === "" ? nothing : html` · ${moved.theirs.reason}`}</p>${text(words(moved.theirs), told.draft.language)}</div>
        ${both === undefined ? nothing : html`<div><h3>${phrase("together")}</h3>${both.both.length > 0 ? html`<p class="mark warn">${phrase("clash", { n: both.both.length })}</p>` : nothing}${text(both.words, told.draft.language)}</div>`}
      </div>
      <p class="row">
        <button type="button" class="primary" @click=${() => void desk.settle(false)}>${phrase("readTheirs")}</button>
        <button type="button" @click=${() => void desk.settle(true)}>${phrase(mine === undefined ? "mineAllTheSame" : "editTogether")}</button>
        <button type="button" class="plain" @click=${() => void desk.next()}>${phrase("goOn")}</button>
      </p>
    </section>`;
}

function words(draft: Draft): Words[] {
  return draft.sentences.map(({ text: said, facts }) => ({ text: said, facts }));
}

function text(all: readonly Words[], tag: string): TemplateResult {
  return html`<div class="text" lang=${tag} dir=${direction(tag)}>${all.map((each) => html`<p>${each.text}</p>`)}</div>`;
}
