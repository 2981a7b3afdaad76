import { html, nothing } from "lit";
import { Problem } from "../api";
import { complain, tell as announce } from "../notice";
import { Part } from "../part";
import { kindly } from "../problem";
import { go } from "../router";
import { may } from "../session";
import { language, say } from "../strings";
import "./adviser";
import "./conflict";
import "./deleting";
import "./hear";
import type { Clash } from "./conflict";
import { clashOf, wrongOf } from "./explaining";
import { field } from "./fields";
import type { Form } from "./fields";
import { thingsOf } from "./hearing";
import { editing } from "./here";
import { BLANK, FIELDS, sectionOf } from "./kinds";
import type { Kind } from "./kinds";
import { calledAt, lastOther } from "./names";
import { opened } from "./opening";
import { placeName } from "./place-name";
import "./past";
import "./presence";
import { Edited, nameOf, shortName } from "./record";
import type { Body, Json, RecordTold } from "./record";
import { remove, restore, save } from "./store";
import { tell } from "./words";

const REST_MS = 1_200;
export const NEW = "+";

/** One record: its form, saved by itself, its history, and what is done where two people write at once. */
class Editor extends Part {
  static override properties = {
    site: {}, kind: {}, which: {}, record: { state: true }, edited: { state: true }, state: { state: true }, wrong: { state: true }, clash: { state: true },
    past: { state: true }, known: { state: true }, languages: { state: true }, deleting: { state: true }, newId: { state: true }, failure: { state: true },
  };
  declare site: string;
  declare kind: Kind;
  declare which: string;
  declare record: RecordTold | undefined;
  declare edited: Edited | undefined;
  declare state: "saved" | "saving" | "unsaved" | "notSaved";
  declare wrong: ReadonlyMap<string, string>;
  declare clash: Clash | undefined;
  declare past: boolean;
  declare known: ReadonlyMap<Kind, readonly RecordTold[]>;
  declare languages: readonly string[];
  declare newId: string;
  declare failure: string;
  declare deleting: boolean;
  private large: ReadonlySet<Kind> = new Set();
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
    this.past = false;
    this.deleting = false;
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
    try {
      const found = await opened(this.site, this.kind, this.which === NEW ? "" : this.which);
      this.languages = found.languages;
      this.record = found.record;
      this.known = found.known;
      this.large = found.large;
      this.edited = new Edited(found.record?.body ?? BLANK[this.kind]);
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
    </form>${this.heard()}${this.history()}${this.conflict()}${this.goes()}`;
  }

  private get form(): Form {
    const curator = may(this.site, "curator");
    return {
      site: this.site, body: this.edited!.now, languages: this.languages, known: this.known, large: this.large, found: this.found, wrong: this.wrong, set: this.set,
      wordsOnly: !curator, locked: !curator && !may(this.site, "translator"),
    };
  }

  private bar(): unknown {
    const { edited, record } = this;
    return html`<div class="editor-bar"><h2 tabindex="-1">${record ? nameOf(record.id, edited!.now, language()) : tell("new")}</h2>
      <div class="row"><span role="status" class="mark ${this.state === "notSaved" ? "bad" : this.state === "saved" && record ? "good" : ""}">${record || this.state !== "saved" ? tell(this.state) : nothing}</span>
      <button type="button" ?disabled=${!edited!.canUndo} @click=${this.undo}>${tell("undo")}</button>
      <button type="button" ?disabled=${!edited!.canRedo} @click=${this.redo}>${tell("redo")}</button>
      ${record ? html`<button type="button" aria-expanded=${this.past} @click=${this.look}>${tell("history")}</button>` : nothing}
      ${record && this.kind !== "site" && may(this.site, "curator") ? html`<button type="button" class="bad" @click=${() => { this.deleting = true; }}>${tell("delete")}</button>` : nothing}</div>
      <studio-beside .section=${sectionOf(this.kind)} .record=${record?.id ?? ""}></studio-beside>
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
    return html`<studio-advice .site=${this.site} .which=${this.record?.id ?? ""} .body=${body} .languages=${this.languages} .version=${this.record?.version ?? 0} .facts=${this.known.get("fact") ?? []}></studio-advice>`;
  }

  /** What a visitor would be told of it now. */
  private heard(): unknown {
    const things = this.record ? thingsOf(this.kind, this.record, this.known.get("stop") ?? [], language()) : [];
    if (things.length === 0) return nothing;
    return html`<studio-hear .site=${this.site} .things=${things} .settle=${() => this.settle()}></studio-hear>`;
  }

  private goes(): unknown {
    return this.deleting && this.record ? html`<studio-deleting .site=${this.site} .kind=${this.kind} .record=${this.record} @sure=${this.delete} @leave=${() => { this.deleting = false; }}></studio-deleting>` : nothing;
  }

  private history(): unknown {
    if (!this.past || !this.record) return nothing;
    return html`<studio-past .site=${this.site} .kind=${this.kind} .record=${this.record} .name=${this.called} @restore=${(event: CustomEvent<number>) => this.bringBack(event.detail)}></studio-past>`;
  }

  private conflict(): unknown {
    return this.clash ? html`<studio-conflict .clash=${this.clash} .name=${this.called} .wordsOnly=${this.form.wordsOnly} @joined=${this.join} @later=${() => { this.clash = undefined; this.state = "notSaved"; }}></studio-conflict>` : nothing;
  }

  private called = (pointer: string): string => placeName(this.kind, pointer, this.languages);

  private found = (kind: Kind, record: RecordTold): void => {
    this.known = new Map([...this.known, [kind, [...(this.known.get(kind) ?? []), record]]]);
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
    editing();
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
      if (saved.merged && etag !== undefined && etag !== "*") announce(tell("mergedIn", { name: await lastOther(this.site, this.kind, id) }));
      this.dispatchEvent(new CustomEvent("kept", { detail: saved, bubbles: true }));
    } catch (problem) {
      this.state = "notSaved";
      this.explain(problem, sent);
    }
  }

  private explain(problem: unknown, sent: Body): void {
    if (!(problem instanceof Problem)) return complain(problem);
    const clash = this.record ? clashOf(problem, sent) : undefined;
    if (clash) void calledAt(this.site, clash.author).then((who) => { this.clash = { ...clash, who }; });
    else this.wrong = new Map([wrongOf(problem, FIELDS[this.kind])]);
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
    if (this.record) go({ site: this.site, section: sectionOf(this.kind), rest: [id] }, true);
  };

  private look = (): void => {
    this.past = !this.past;
  };

  private async bringBack(version: number): Promise<void> {
    try {
      if (!(await this.settle())) return;
      this.record = await restore(this.site, this.kind, this.record!.id, version, this.record!.etag);
      this.edited = new Edited(this.record.body);
      announce(tell("restored", { number: version }));
      this.dispatchEvent(new CustomEvent("kept", { detail: this.record, bubbles: true }));
    } catch (problem) {
      complain(problem);
    }
  }

  private delete = async (): Promise<void> => {
    const { id, etag } = this.record!;
    this.deleting = false;
    try {
      await remove(this.site, this.kind, id, etag);
      this.edited = undefined;
      announce(tell("deleted"));
      this.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
      if (this.dispatchEvent(new CustomEvent("gone", { cancelable: true }))) go({ site: this.site, section: sectionOf(this.kind) });
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
