import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { at, call, get } from "../api";
import { textIn } from "../../language";
import { phrase } from "../phrases";
import { language } from "../strings";
import { WRONG } from "./draft";
import type { Category, Draft, DraftSentence, DraftTold } from "./draft";
import { editPane } from "./edit-pane";
import { factsPane } from "./facts-pane";
import { forget, keep, kept } from "./keeping";
import { command, taken } from "./keys";
import type { Command } from "./keys";
import { categoryOf, reasons } from "./marks";
import { merged } from "./merging";
import { movedPane } from "./moved-pane";
import { barPane, emptyPane, helpPane, rejectPane, titlePane, topPane } from "./panes";
import { sentencesPane } from "./sentences-pane";
import { Sitting } from "./sitting";
import { Editing } from "./words";
import type { Words } from "./words";
import "./review.css";

const CHECK_MS = 400;
const KEYS_OFF = "studio-keys-off";

interface Named {
  stops: { id: string; title: Record<string, string> }[];
}

/** The desk at which a reviewer reads one draft after the other, with the keyboard alone. */
export class ReviewDesk extends Sitting {
  editing = new Editing([]);
  checked: readonly DraftSentence[] = [];
  found: Category = "clean";
  wrong: (typeof WRONG)[number] = "factual";
  reason = "";
  help = false;
  singleKeys = localStorage.getItem(KEYS_OFF) === null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private readonly onKey = (event: KeyboardEvent): void => this.keyed(event);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.onKey);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const [asked] = this.rest;
    if (!changed.has("site")) {
      if (changed.has("rest") && asked !== undefined && asked !== this.told?.draft.id) void this.open(asked);
      return;
    }
    void this.name();
    void (this.rest[0] === undefined ? this.next() : this.open(this.rest[0]));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("keydown", this.onKey);
    clearTimeout(this.timer);
  }

  protected override render(): TemplateResult {
    return html`
      ${topPane(this)}
      <p class="review-notice" role="status">${this.notice}</p>
      ${this.pane()}
      ${this.help ? helpPane(this) : nothing}`;
  }

  private pane(): TemplateResult {
    if (this.mode === "empty") return emptyPane(this);
    const { told } = this;
    if (told === undefined) return html`<p class="review-wait">${phrase("loading")}</p>`;
    if (this.mode === "moved") return movedPane(this);
    return html`
      <div class="review-columns">
        <section class="review-words" aria-labelledby="review-title">
          ${titlePane(this, told)}
          ${this.mode === "editing" ? editPane(this, told) : sentencesPane(this, told)}
        </section>
        ${factsPane(this, told)}
      </div>
      ${this.mode === "rejecting" ? rejectPane(this) : barPane(this)}`;
  }

  /** Do what a key or a button asks for. */
  run(wanted: Command): void {
    if (wanted === "help") this.help = !this.help;
    else if (wanted === "back") void this.back();
    else if (wanted === "open" && this.mode === "empty") void this.next();
    else if (this.told !== undefined && this.mode === "reading" && !this.busy) this.act(wanted, this.told.draft);
    this.requestUpdate();
  }

  private act(wanted: Command, draft: Draft): void {
    if (wanted === "approve") void this.decide({ act: "approve" });
    else if (wanted === "edit") this.edit(draft);
    else if (wanted === "reject") this.reject(draft);
    else if (wanted === "later") void this.later();
    else if (wanted === "down") this.select(this.selected + 1);
    else if (wanted === "up") this.select(this.selected - 1);
    else if (wanted === "play") this.play([this.selected]);
    else if (wanted === "playAll") this.play([...draft.sentences.keys()]);
    else if (wanted === "facts") this.querySelector<HTMLElement>(".fact.of-this")?.focus();
  }

  choose(tag: string): void {
    this.language = tag;
    void this.next();
  }

  /** Whether a letter alone does something (WCAG 2.1.4: one can turn that off). */
  letters(on: boolean): void {
    this.singleKeys = on;
    if (on) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "yes");
    this.requestUpdate();
  }

  select(index: number): void {
    const last = (this.told?.draft.sentences.length ?? 1) - 1;
    this.selected = Math.min(Math.max(index, 0), last);
    this.requestUpdate();
    void this.updateComplete.then(() => {
      for (const each of [".sentence.selected", ".fact.of-this"]) this.querySelector(each)?.scrollIntoView({ block: "nearest" });
    });
  }

  /** Back to reading, without a decision. */
  cancel(): void {
    if (this.mode === "editing" && !this.editing.changed && this.told !== undefined) forget(this.told.draft);
    this.mode = "reading";
    this.focusOn("#review-title");
  }

  sendReject(): void {
    const reason = this.reason.trim();
    if (reason !== "") {
      void this.decide({ act: "reject", category: this.wrong, reason });
      return;
    }
    this.tell(phrase("reasonNeeded"));
    this.focusOn("#reason");
  }

  sendEdit(): void {
    if (!this.editing.changed) void this.decide({ act: "approve" });
    else void this.decide({ act: "edit", category: this.found, sentences: this.editing.sentences() });
  }

  private edit(draft: Draft): void {
    const words = wordsOf(draft);
    this.editing = new Editing(words, kept(draft) ?? words);
    this.checked = draft.sentences;
    this.found = reasons(draft.sentences).length > 0 ? categoryOf(draft.sentences) : "clean";
    this.mode = "editing";
    this.sound.stop();
    if (this.editing.changed) {
      this.tell(phrase("keptWords"));
      this.check();
    }
    this.focusOn(`#words-${this.selected}`);
  }

  private reject(draft: Draft): void {
    this.wrong = categoryOf(draft.sentences);
    this.reason = reasons(draft.sentences).join("; ");
    this.mode = "rejecting";
    this.focusOn(`input[name=wrong][value=${this.wrong}]`);
  }

  /** After a 412: read on with the draft as the other left it; with `mine`, what I wanted is done to that. */
  async settle(mine: boolean): Promise<void> {
    const { moved, told } = this;
    if (moved === undefined || told === undefined) return;
    const before = wordsOf(told.draft);
    await this.open(moved.theirs.id);
    const now = this.now();
    if (!mine || now === undefined) return;
    if (moved.wanted.sentences === undefined) {
      await this.decide(moved.wanted);
      return;
    }
    const theirs = wordsOf(now.draft);
    const both = merged(before, moved.wanted.sentences, theirs);
    this.edit(now.draft);
    this.editing = new Editing(theirs, both?.words ?? moved.wanted.sentences);
    this.changed();
  }

  /** Words were changed: keep them, and soon hold them against the facts. */
  changed(): void {
    if (this.told !== undefined) keep(this.told.draft, this.editing.now);
    this.requestUpdate();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.editing.pause();
      this.check();
    }, CHECK_MS);
  }

  private check(): void {
    const { told } = this;
    const asked = ++this.asked;
    if (told === undefined) return;
    const sentences = this.editing.now.map(({ text, facts }) => ({ text: text.trim() || "…", facts }));
    const path = at(this.site, "drafts", told.draft.id, "check");
    call<{ sentences: DraftSentence[] }>("POST", path, { body: { sentences } }).then(
      ({ value }) => {
        if (asked !== this.asked) return;
        this.checked = value.sentences;
        this.requestUpdate();
      },
      (problem: unknown) => this.failed(problem),
    );
  }

  private keyed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]") !== null) return;
    if (!this.answered(event)) return;
    event.preventDefault();
    this.requestUpdate();
  }

  private answered(event: KeyboardEvent): boolean {
    if (event.key === "Escape") return this.escaped();
    if (this.mode === "editing") return this.editKey(event);
    if (this.mode === "rejecting") return this.rejectKey(event);
    const wanted = this.singleKeys && !taken(event.target, event.key) ? command(event) : undefined;
    if (wanted !== undefined) this.run(wanted);
    return wanted !== undefined;
  }

  private escaped(): boolean {
    if (this.help) this.help = false;
    else if (this.mode === "editing" || this.mode === "rejecting") this.cancel();
    else return false;
    return true;
  }

  private editKey(event: KeyboardEvent): boolean {
    if (!event.ctrlKey && !event.metaKey) return false;
    const key = event.key.toLowerCase();
    if (key === "enter") this.sendEdit();
    else if (key === "z" && !event.shiftKey) this.editing.undo();
    else if (key === "y" || key === "z") this.editing.redo();
    else return false;
    if (key !== "enter") this.changed();
    return true;
  }

  private rejectKey(event: KeyboardEvent): boolean {
    const writing = event.target instanceof HTMLTextAreaElement;
    const wrong = writing ? undefined : WRONG[Number(event.key) - 1];
    if (wrong !== undefined) {
      this.wrong = wrong;
      this.focusOn("#reason");
      return true;
    }
    if (event.key !== "Enter" || event.shiftKey || event.target instanceof HTMLButtonElement) return false;
    this.sendReject();
    return true;
  }

  private now(): DraftTold | undefined {
    return this.told;
  }

  /** Learn what the stops are called; without it they go by their ids. */
  private async name(): Promise<void> {
    const found = await get<Named>(at(this.site)).catch(() => undefined);
    this.stops = Object.fromEntries((found?.stops ?? []).map(({ id, title }) => [id, textIn(title, language())]));
    this.requestUpdate();
  }
}

function wordsOf(draft: Draft): Words[] {
  return draft.sentences.map(({ text, facts }) => ({ text, facts }));
}

customElements.define("review-desk", ReviewDesk);
