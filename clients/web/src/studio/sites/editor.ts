import { html, nothing } from "lit";
import { ownName } from "../../language";
import { Problem } from "../api";
import { complain, tell as announce } from "../notice";
import { Part } from "../part";
import { kindly } from "../problem";
import { addressOf, go } from "../router";
import { may, me } from "../session";
import { language, say, when } from "../strings";
import { advice } from "./advice";
import type { Advice } from "./advice";
import "./conflict";
import { shown } from "./conflict";
import type { Clash } from "./conflict";
import { field } from "./fields";
import type { Form } from "./fields";
import { BLANK, FIELDS } from "./kinds";
import type { Kind } from "./kinds";
import { changes, Edited, nameOf, shortName } from "./record";
import type { Body, Json, RecordTold } from "./record";
import { languagesOf, one, page, remove, restore, save, versions } from "./store";
import { tell } from "./words";

const REST_MS = 1_200;
const MOST = 500;
export const NEW = "+";

/** One record: its form, saved by itself, its history, and what is done where two people write at once. */
class Editor extends Part {
  static override properties = {
    site: {}, kind: {}, which: {}, record: { state: true }, edited: { state: true }, state: { state: true }, wrong: { state: true }, clash: { state: true },
    past: { state: true }, known: { state: true }, languages: { state: true }, newId: { state: true }, failure: { state: true },
  };
  declare site: string;
  declare kind: Kind;
  declare which: string;
  declare record: RecordTold | undefined;
  declare edited: Edited | undefined;
  declare state: "saved" | "saving" | "unsaved" | "notSaved";
  declare wrong: ReadonlyMap<string, string>;
  declare clash: Clash | undefined;
  declare past: readonly RecordTold[] | undefined;
  declare known: ReadonlyMap<Kind, readonly RecordTold[]>;
  declare languages: readonly string[];
  declare newId: string;
  declare failure: string;
  private timer = 0;
  private running: Promise<void> | undefined;

  constructor() {
    super();
    this.state = "saved";
    this.wrong = new Map();
    this.known = new Map();
    this.languages = [];
    this.newId = "";
    this.failure = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeunload", this.ask);
    this.addEventListener("keydown", this.key);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeunload", this.ask);
    clearTimeout(this.timer);
  }

  private async load(): Promise<void> {
    const kinds = new Set([...FIELDS[this.kind].flatMap(({ of }) => (of ? [of] : [])), ...(this.kind === "fact" ? (["fact"] as const) : [])]);
    try {
      const [languages, record, ...lists] = await Promise.all([
        languagesOf(this.site), this.which === NEW ? undefined : one(this.site, this.kind, this.which),
        ...[...kinds].map(async (kind) => [kind, (await page(this.site, kind, { limit: MOST })).records] as const),
      ]);
      this.languages = languages;
      this.record = record;
      this.known = new Map(lists);
      this.edited = new Edited(record?.body ?? BLANK[this.kind]);
    } catch (problem) {
      this.failure = kindly(problem);
    }
  }

  /** Save what waits; whether all is kept. */
  async settle(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.running;
    if (this.record && this.edited?.changed) await this.keep();
    return this.edited === undefined || !this.edited.changed;
  }

  protected override render(): unknown {
    if (this.failure) return html`<p class="failure" role="alert">${this.failure}</p>`;
    if (!this.edited) return html`<p role="status">${say("loading")}</p>`;
    return html`${this.bar()}<form @submit=${this.make} novalidate>
      ${this.record ? nothing : this.idField()}
      ${FIELDS[this.kind].map((each) => field(this.form, each))}
      ${this.kind === "fact" ? this.advised(this.edited.now) : nothing}
      ${this.record ? nothing : html`<button class="primary" ?disabled=${this.state === "saving"}>${tell("newSave")}</button>`}
    </form>${this.history()}${this.conflict()}`;
  }

  private get form(): Form {
    const curator = may(this.site, "curator");
    return {
      body: this.edited!.now, languages: this.languages, known: this.known, wrong: this.wrong, set: this.set,
      wordsOnly: !curator, locked: !curator && !may(this.site, "translator"),
    };
  }

  private bar(): unknown {
    const { edited, record } = this;
    return html`<div class="editor-bar"><h2 tabindex="-1">${record ? nameOf(record.id, edited!.now, language()) : tell("new")}</h2>
      <div class="row"><span role="status" class="mark ${this.state === "notSaved" ? "bad" : this.state === "saved" && record ? "good" : ""}">${record || this.state !== "saved" ? tell(this.state) : nothing}</span>
      <button type="button" ?disabled=${!edited!.canUndo} @click=${this.undo}>${tell("undo")}</button>
      <button type="button" ?disabled=${!edited!.canRedo} @click=${this.redo}>${tell("redo")}</button>
      ${record ? html`<button type="button" aria-expanded=${this.past !== undefined} @click=${this.look}>${tell("history")}</button>` : nothing}
      ${record && may(this.site, "curator") ? html`<button type="button" class="bad" @click=${this.delete}>${tell("delete")}</button>` : nothing}</div>
      ${this.wrong.get("") ? html`<p class="failure" role="alert">${this.wrong.get("")}</p>` : nothing}</div>`;
  }

  private idField(): unknown {
    return html`<label class="field"><span>${tell("id")}</span><input type="text" data-path="id" .value=${this.newId || this.proposed} pattern="[a-z0-9-]{1,64}" maxlength="64"
      @input=${(event: Event) => { this.newId = (event.target as HTMLInputElement).value; }} /><small>${tell("idHint")}</small>
      ${this.wrong.get("id") ? html`<p class="wrong" role="alert">${this.wrong.get("id")}</p>` : nothing}</label>`;
  }

  private get proposed(): string {
    const name = nameOf("", this.edited!.now, "en");
    const proposed = shortName(name || String(this.edited!.now["author"] ?? ""));
    return proposed || (name ? `${this.kind}-${Math.abs(hash(name))}` : "");
  }

  private advised(body: Body): unknown {
    const others = new Map((this.known.get("fact") ?? []).filter(({ id }) => id !== this.record?.id).map((each) => [each.id, each.body]));
    const found = advice(body, this.languages, others);
    if (found.length === 0) return nothing;
    return html`<section class="advice" aria-label=${tell("advice")}><h3>${tell("advice")}</h3><ul>${found.map((each) => html`<li>${this.advises(each)}</li>`)}</ul></section>`;
  }

  private advises(found: Advice): unknown {
    if (found.word === "missing") return tell("missing", { language: ownName(found.language) });
    if (found.word === "numbers") return tell("numbers", { language: ownName(found.language), other: ownName(found.other) });
    if (found.word === "twin") return html`${tell("twin", { id: found.id })} <a href=${addressOf({ site: this.site, section: "facts", rest: [found.id] })}>${tell("goThere")}</a>`;
    return tell("noSource");
  }

  private history(): unknown {
    if (!this.past) return nothing;
    const who = (author: string): string => (author === me()?.id ? tell("you") : tell("colleague"));
    return html`<section aria-label=${tell("history")}><h3>${tell("history")}</h3><ol class="past" reversed>${this.past.map((each, index) => html`<li>
      <details><summary><strong>${tell("version", { number: each.version })}</strong> <span class="quiet">${index === 0 ? `${tell("now")} · ` : ""}${tell("by", { time: when(each.at), name: who(each.author) })}</span></summary>
      ${this.differences(each)}</details>
      ${index > 0 && !each.deleted && may(this.site, "curator") ? html`<button type="button" @click=${() => this.bringBack(each.version)}>${tell("restore")}</button>` : nothing}</li>`)}</ol></section>`;
  }

  private differences(old: RecordTold): unknown {
    const now = this.record!.body;
    const found = changes(now, old.body);
    if (found.length === 0) return html`<p class="quiet">${tell("unchanged")}</p>`;
    return html`<dl>${found.map(({ pointer, value }) => html`<dt>${this.called(pointer)}</dt><dd>${shown(value)}</dd>`)}</dl>`;
  }

  private conflict(): unknown {
    return this.clash ? html`<studio-conflict .clash=${this.clash} .name=${this.called} @joined=${this.join} @later=${() => { this.clash = undefined; this.state = "notSaved"; }}></studio-conflict>` : nothing;
  }

  /** What people call the place of a JSON Pointer: `/text/it` → What can be told · Italiano. */
  private called = (pointer: string): string => {
    const [key = "", ...rest] = pointer.slice(1).split("/");
    const of = FIELDS[this.kind].find((each) => each.key === key);
    return [of ? tell(of.label) : key, ...rest.map((each) => (this.languages.includes(each) ? ownName(each) : each))].join(" · ");
  };

  private set = (path: string, value: Json | undefined): void => {
    this.edited!.set(path, value, Date.now());
    this.touched();
  };

  private undo = (): void => {
    this.edited!.undo();
    this.touched();
  };

  private redo = (): void => {
    this.edited!.redo();
    this.touched();
  };

  private touched(): void {
    this.requestUpdate();
    if (!this.record) return;
    this.state = this.edited!.changed ? "unsaved" : "saved";
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.settle(), REST_MS);
  }

  private key = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const pressed = event.key.toLowerCase();
    if (pressed === "s") void this.settle();
    else if (pressed === "z" && !event.shiftKey) this.undo();
    else if (pressed === "y" || (pressed === "z" && event.shiftKey)) this.redo();
    else return;
    event.preventDefault();
  };

  private keep(): Promise<void> {
    this.running = this.send(this.record!.id, this.edited!.now, this.record!.etag).finally(() => { this.running = undefined; });
    return this.running;
  }

  private async send(id: string, sent: Body, etag: string | undefined): Promise<void> {
    this.state = "saving";
    try {
      const saved = await save(this.site, this.kind, id, sent, etag);
      this.record = saved;
      this.edited!.settle(sent, saved.body);
      this.wrong = new Map();
      this.state = this.edited!.changed ? "unsaved" : "saved";
      if (saved.merged && etag !== undefined && etag !== "*") announce(tell("mergedIn", { name: tell("colleague") }));
      if (this.past) this.past = await versions(this.site, this.kind, id);
      this.dispatchEvent(new CustomEvent("kept", { detail: saved, bubbles: true }));
    } catch (problem) {
      this.state = "notSaved";
      this.explain(problem, sent);
    }
  }

  private explain(problem: unknown, sent: Body): void {
    if (!(problem instanceof Problem)) return complain(problem);
    const theirs = problem.members["theirs"] as RecordTold | null | undefined;
    const base = problem.members["base"] as RecordTold | null | undefined;
    if (problem.status === 412 && theirs && this.record) {
      this.clash = { base: base?.body ?? {}, theirs: theirs.body, mine: sent, etag: theirs.etag, clashes: problem.members["clashes"] as string[] };
      return;
    }
    const at = problem.status === 412 ? "id" : problem.field;
    const text = problem.status === 412 ? tell("taken") : [problem.members["problem"], problem.members["remedy"]].filter(Boolean).join(" — ") || kindly(problem);
    const shownAt = at === "id" || FIELDS[this.kind].some(({ key }) => at === key || at.startsWith(`${key}.`) || at.startsWith(`${key}[`));
    this.wrong = new Map([[shownAt ? at : "", shownAt || !at ? text : `${at}: ${text}`]]);
  }

  private join = async (event: CustomEvent<Body>): Promise<void> => {
    const { etag, theirs } = this.clash!;
    this.clash = undefined;
    this.edited = new Edited(theirs, event.detail);
    await this.send(this.record!.id, event.detail, etag);
  };

  private make = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.record) return void this.settle();
    const id = (this.newId || this.proposed).trim();
    this.edited!.set("id", id, Date.now());
    await this.send(id, this.edited!.now, undefined);
    if (this.record) go({ site: this.site, section: `${this.kind}s`, rest: [id] }, true);
  };

  private look = async (): Promise<void> => {
    this.past = this.past ? undefined : await versions(this.site, this.kind, this.record!.id);
  };

  private async bringBack(version: number): Promise<void> {
    try {
      if (!(await this.settle())) return;
      this.record = await restore(this.site, this.kind, this.record!.id, version, this.record!.etag);
      this.edited = new Edited(this.record.body);
      this.past = await versions(this.site, this.kind, this.record.id);
      announce(tell("restored", { number: version }));
      this.dispatchEvent(new CustomEvent("kept", { detail: this.record, bubbles: true }));
    } catch (problem) {
      complain(problem);
    }
  }

  private delete = async (): Promise<void> => {
    const { id, body, etag } = this.record!;
    if (!confirm(tell("deleteSure", { name: nameOf(id, body, language()) }))) return;
    try {
      await remove(this.site, this.kind, id, etag);
      this.edited = undefined;
      announce(tell("deleted"));
      this.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
      go({ site: this.site, section: `${this.kind}s` });
    } catch (problem) {
      complain(problem);
    }
  };

  private ask = (event: BeforeUnloadEvent): void => {
    if (this.edited?.changed) event.preventDefault();
  };
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) | 0, 7);
}

customElements.define("studio-record", Editor);
export type { Editor };
