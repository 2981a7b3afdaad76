import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { ownName } from "../../language";
import { named, phrase } from "../phrases";
import { addressOf } from "../router";
import { amount } from "../strings";
import type { ReviewDesk } from "./desk";
import { waiting, WRONG } from "./draft";
import type { DraftTold } from "./draft";
import { KEYS } from "./keys";
import type { Command } from "./keys";

/** What waits, in which languages, how far one is and how fast. */
export function topPane(desk: ReviewDesk): TemplateResult {
  const tags = Object.keys(desk.counts).sort();
  const { decided } = desk.pace;
  const minutes = desk.pace.minutes(desk.left);
  return html`
    <header class="review-top">
      <h1>${phrase("review")}</h1>
      <label class="row"><span class="quiet">${phrase("language")}</span>
        <select @change=${(event: Event) => desk.choose((event.target as HTMLSelectElement).value)} ?disabled=${desk.mode === "editing"}>
          <option value="" ?selected=${desk.language === ""}>${phrase("allLanguages", { n: waiting(desk.counts) })}</option>
          ${tags.map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === desk.language}>${ownName(tag)} · ${waiting(desk.counts, tag)}</option>`)}
        </select>
      </label>
      <span class="review-pace">
        ${phrase("left", { n: desk.left })}
        ${decided > 0 ? html` · ${phrase("decided", { n: decided })}` : nothing}
        ${minutes === undefined || desk.left === 0 ? nothing : html` · ${phrase("pace", { seconds: Math.max(1, Math.round(desk.pace.seconds ?? 0)), n: minutes })}`}
      </span>
      <span class="spring"></span>
      <button type="button" class="plain" aria-keyshortcuts="?" @click=${() => desk.run("help")}>${phrase("keys")} <kbd>?</kbd></button>
    </header>
    <progress max=${decided + desk.left || 1} value=${decided} aria-label=${phrase("progress")}></progress>`;
}

/** Which place in the tour, for whom, and how the draft stands. */
export function titlePane(desk: ReviewDesk, { draft }: DraftTold): TemplateResult {
  return html`
    <h2 id="review-title" tabindex="-1">${desk.stops[draft.stop] ?? draft.stop}
      <small><span lang=${draft.language}>${ownName(draft.language)}</span> · ${named("audience", draft.audience || "all")}</small></h2>
    <p class="review-about">
      <span class="mark">${named("state", draft.state)}</span>
      ${draft.objections > 0 ? html`<span class="mark bad">${phrase("objections", { n: draft.objections })}</span>` : html`<span class="mark good">${phrase("noObjections")}</span>`}
      ${draft.stale === "" ? nothing : html`<span class="mark warn">${phrase("staleSince", { day: draft.stale.slice(0, 10) })}</span>`}
      ${draft.first_reader === "" ? nothing : html`<span class="mark warn">${phrase("secondEyes")}</span>`}
      <small>${draft.ai ? phrase("writtenBy", { model: draft.model || phrase("aModel") }) : phrase("writtenByPerson")}</small>
    </p>`;
}

/** What one can do with the draft. */
export function barPane(desk: ReviewDesk): TemplateResult {
  const button = (wanted: Command, key: string, classes = ""): TemplateResult => html`
    <button type="button" class=${classes} data-act=${wanted} aria-keyshortcuts=${desk.singleKeys ? key : nothing} ?disabled=${desk.busy || desk.mode !== "reading" && wanted !== "back"} @click=${() => desk.run(wanted)}>
      ${phrase(`act-${wanted}` as "act-approve")} ${desk.singleKeys ? html`<kbd aria-hidden="true">${key.toUpperCase()}</kbd>` : nothing}</button>`;
  if (desk.mode === "editing") return editBar(desk);
  return html`
    <div class="review-bar" role="toolbar" aria-label=${phrase("decide")}>
      ${button("approve", "a", "primary")}${button("edit", "e")}${button("reject", "r", "bad")}${button("later", "s", "plain")}
      <span class="spring"></span>
      ${desk.canTakeBack ? button("back", "u", "plain") : nothing}${button("playAll", "p", "plain")}
    </div>`;
}

function editBar(desk: ReviewDesk): TemplateResult {
  const step = (go: () => void) => (): void => {
    go();
    desk.changed();
  };
  return html`
    <div class="review-bar" role="toolbar" aria-label=${phrase("decide")}>
      <button type="button" class="primary" data-act="save-edit" ?disabled=${desk.busy} aria-keyshortcuts="Control+Enter" @click=${() => desk.sendEdit()}>${phrase("saveApprove")} <kbd aria-hidden="true">Ctrl ↵</kbd></button>
      <button type="button" @click=${() => desk.cancel()}>${phrase("cancel")} <kbd aria-hidden="true">Esc</kbd></button>
      <label class="row"><span class="quiet">${phrase("whatWasWrong")}</span>
        <select @change=${(event: Event) => { desk.found = (event.target as HTMLSelectElement).value as "clean"; }}>
          ${(["clean", ...WRONG] as const).map((each) => html`<option value=${each} ?selected=${each === desk.found}>${named("category", each)}</option>`)}
        </select></label>
      <span class="spring"></span>
      <button type="button" class="plain" ?disabled=${!desk.editing.canUndo} @click=${step(() => desk.editing.undo())}>${phrase("undo")}</button>
      <button type="button" class="plain" ?disabled=${!desk.editing.canRedo} @click=${step(() => desk.editing.redo())}>${phrase("redo")}</button>
    </div>`;
}

/** Why a draft is rejected: a category on the number keys, and a reason in words. */
export function rejectPane(desk: ReviewDesk): TemplateResult {
  return html`
    <form class="review-bar review-reject" aria-label=${phrase("act-reject")} @submit=${(event: Event) => { event.preventDefault(); desk.sendReject(); }}>
      <fieldset>
        <legend>${phrase("whyRejected")}</legend>
        <div class="row">${WRONG.map((each, index) => html`
          <label class="check"><input type="radio" name="wrong" value=${each} .checked=${desk.wrong === each} @change=${() => { desk.wrong = each; desk.requestUpdate(); }} />${named("category", each)} <kbd aria-hidden="true">${index + 1}</kbd></label>`)}</div>
      </fieldset>
      <label class="field"><span>${phrase("reason")}</span>
        <textarea id="reason" rows="2" maxlength="2000" .value=${desk.reason} @input=${(event: Event) => { desk.reason = (event.target as HTMLTextAreaElement).value; }}></textarea></label>
      <div class="row">
        <button type="submit" class="bad" data-act="send-reject" ?disabled=${desk.busy}>${phrase("act-reject")} <kbd aria-hidden="true">↵</kbd></button>
        <button type="button" @click=${() => desk.cancel()}>${phrase("cancel")} <kbd aria-hidden="true">Esc</kbd></button>
      </div>
    </form>`;
}

/** Nothing waits. */
export function emptyPane(desk: ReviewDesk): TemplateResult {
  return html`
    <section class="review-empty">
      <h2 id="review-empty" tabindex="-1">${phrase("nothingWaits")}</h2>
      <p>${desk.pace.decided > 0 ? phrase("sittingDone", { n: desk.pace.decided, seconds: amount(Math.round(desk.pace.seconds ?? 0)) }) : phrase("nothingWaitsWhy")}</p>
      <p class="row">
        <button type="button" @click=${() => desk.run("open")}>${phrase("lookAgain")} <kbd aria-hidden="true">N</kbd></button>
        ${desk.canTakeBack ? html`<button type="button" @click=${() => desk.run("back")}>${phrase("act-back")} <kbd aria-hidden="true">U</kbd></button>` : nothing}
        <a class="button" href=${addressOf({ site: desk.site, section: "prepare" })}>${phrase("prepareMore")}</a>
        <a class="button" href=${addressOf({ site: desk.site, section: "heard" })}>${phrase("heardDoubted")}</a>
      </p>
    </section>`;
}

/** The keys, and how to do without them. */
export function helpPane(desk: ReviewDesk): TemplateResult {
  return html`
    <section class="review-help" aria-label=${phrase("keys")}>
      <dl>${KEYS.map(([key, wanted]) => html`<div><dt><kbd>${key === "space" ? "␣" : key.toUpperCase()}</kbd></dt><dd>${phrase(`act-${wanted}` as "act-approve")}</dd></div>`)}</dl>
      <label class="check"><input type="checkbox" .checked=${desk.singleKeys} @change=${(event: Event) => desk.letters((event.target as HTMLInputElement).checked)} />${phrase("singleKeys")}</label>
      <button type="button" class="plain" @click=${() => desk.run("help")}>${phrase("close")} <kbd aria-hidden="true">Esc</kbd></button>
    </section>`;
}
