import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { direction } from "../../language";
import { phrase } from "../phrases";
import type { ReviewDesk } from "./desk";
import type { DraftSentence, DraftTold } from "./draft";
import { objected } from "./marks";
import { marked, numbered, verdict } from "./sentences-pane";
import type { Words } from "./words";

/** The sentences in fields; under each what the check says of it as it stands, and the facts it rests on. */
export function editPane(desk: ReviewDesk, told: DraftTold): TemplateResult {
  const numbers = numbered(told);
  return html`
    <ol class="sentences editing">
      ${desk.editing.now.map((words, index) => field(desk, told, words, index, numbers))}
    </ol>
    <p class="hidden" role="status">${phrase("objectionsNow", { n: desk.checked.filter(objected).length })}</p>`;
}

function field(desk: ReviewDesk, told: DraftTold, words: Words, index: number, numbers: ReadonlyMap<string, number>): TemplateResult {
  const tag = told.draft.language;
  const checked: DraftSentence | undefined = desk.checked[index];
  const judged = checked !== undefined && checked.text === words.text.trim() ? checked : undefined;
  const change = (go: () => void) => (): void => {
    go();
    desk.changed();
  };
  return html`
    <li class="sentence ${index === desk.selected ? "selected" : ""}" @focusin=${() => { desk.selected = index; desk.requestUpdate(); }}>
      <label class="hidden" for="words-${index}">${phrase("sentence", { n: index + 1 })}</label>
      <textarea id="words-${index}" lang=${tag} dir=${direction(tag)} maxlength="2000" rows="2" .value=${live(words.text)}
        aria-describedby="found-${index}"
        @input=${(event: Event) => { desk.editing.write(index, (event.target as HTMLTextAreaElement).value); desk.changed(); }}></textarea>
      <div id="found-${index}" class="found">
        ${judged === undefined ? html`<small>${phrase("checking")}</small>` : objected(judged) ? html`<p class="text" lang=${tag}>${marked(judged.text, judged.claim)}</p>${verdict(judged.claim)}` : html`<span class="mark good">${phrase("borneOut")}</span>${verdict(judged.claim)}`}
      </div>
      <fieldset class="rests"><legend>${phrase("restsOn")}</legend>
        ${[...numbers].filter(([id]) => id in told.facts).map(([id, number]) => html`
          <label title=${told.facts[id]!.text}><input type="checkbox" .checked=${live(words.facts.includes(id))} @change=${(event: Event) => change(() => desk.editing.rest(index, id, (event.target as HTMLInputElement).checked))()} />${number}</label>`)}
        <span class="spring"></span>
        <button type="button" class="plain" @click=${change(() => desk.editing.add(index))}>${phrase("addSentence")}</button>
        ${desk.editing.now.length > 1 ? html`<button type="button" class="plain" @click=${change(() => desk.editing.remove(index))}>${phrase("removeSentence")}</button>` : nothing}
      </fieldset>
    </li>`;
}
