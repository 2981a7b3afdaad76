import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { live } from "lit/directives/live.js";
import { direction, ownName } from "../../language";
import { get, at, Problem } from "../api";
import { isSound } from "../bring/sounding";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { addressOf, go } from "../router";
import { may } from "../session";
import { amount, say } from "../strings";
import { kindName } from "./deleting";
import { sectionOf } from "./kinds";
import type { Kind } from "./kinds";
import { apply } from "./record";
import type { Body, RecordTold } from "./record";
import { languagesOf, one, page, save } from "./store";
import { fieldIn, kept, keyOf, rowsOf, shown, TEXTS } from "./translating";
import type { Row } from "./translating";
import { tell } from "./words";
import "./translations.css";

const PAGE = 40;
const MOST = 500;

/** Words that came too late: somebody else had written there, or what they speak of is gone. */
interface Late {
  row: Row;
  into: string;
  text: string;
  gone: boolean;
}

/** Everything a site says in one language beside another; a machine's words are marked, and edited they are a person's. */
class Translations extends Section {
  static override properties = {
    written: { state: true }, books: { state: true }, spoken: { state: true }, records: { state: true }, show: { state: true }, many: { state: true }, busy: { state: true }, late: { state: true }, from: { state: true },
  };
  /** The languages that people write it in. */
  declare written: readonly string[];
  /** Further languages that a machine began. */
  declare books: readonly RecordTold[];
  /** The languages that visitors may choose. */
  declare spoken: readonly string[];
  declare records: ReadonlyMap<string, readonly RecordTold[]>;
  declare show: "all" | "missing" | "machine";
  declare many: number;
  declare busy: boolean;
  /** Words that came too late, by language and row. */
  declare late: ReadonlyMap<string, Late>;
  declare from: string;
  private saving: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.written = [];
    this.books = [];
    this.spoken = [];
    this.records = new Map();
    this.show = "all";
    this.many = PAGE;
    this.busy = true;
    this.late = new Map();
    this.from = "";
  }

  override async leave(): Promise<boolean> {
    (document.activeElement as HTMLElement | null)?.blur();
    await this.saving;
    return this.late.size === 0 || confirm(tell("discard"));
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("site") && this.site) void this.load();
    if (changed.has("rest")) this.many = PAGE;
  }

  private async load(): Promise<void> {
    try {
      const kinds = [...new Set(TEXTS.map(({ kind }) => kind))];
      const [written, books, ...lists] = await Promise.all([languagesOf(this.site), all(this.site, "translation"), ...kinds.map(async (kind) => [kind, await all(this.site, kind)] as const)]);
      this.written = written;
      this.books = books;
      this.records = new Map(lists);
      this.from ||= written[0] ?? "en";
      this.spoken = await get<{ languages: { tag: string }[] }>(at(this.site, "hear")).then(({ languages }) => languages.map(({ tag }) => tag), () => written);
    } catch (problem) {
      complain(problem);
    } finally {
      this.busy = false;
    }
  }

  private get into(): string {
    return this.rest[0] ?? this.written[1] ?? "";
  }

  protected override render(): unknown {
    if (this.busy) return html`<h1>${tell("translations")}</h1><p role="status">${say("loading")}</p>`;
    const book = this.books.find(({ id }) => id === this.into)?.body;
    const rows = this.into ? TEXTS.flatMap((of) => rowsOf(this.records.get(of.kind) ?? [], of, this.from, this.into, book)) : [];
    const visible = shown(rows, this.show);
    const listed = visible.slice(0, this.many);
    const done = rows.filter(({ standing }) => standing === "person").length;
    return html`<h1>${tell("translations")}</h1><p>${tell("translationsHint")}</p>${this.choice()}
      ${this.into && !this.spoken.includes(this.into) ? html`<p class="warning">${tell("notSpoken", { language: ownName(this.into) })}</p>` : nothing}
      ${rows.length > 0 ? html`<div class="done"><progress max=${rows.length} .value=${done} aria-label=${tell("doneOf", { done, of: rows.length })}></progress><span class="quiet">${tell("doneOf", { done: amount(done), of: amount(rows.length) })}</span></div>` : nothing}
      ${this.beyond(listed)}
      ${this.into && visible.length === 0 ? html`<p>${tell("noneLeft")}</p>` : html`<ol class="translations">${repeat(listed, keyOf, (row) => this.row(row))}</ol>`}
      ${visible.length > this.many ? html`<button type="button" class="wide" @click=${() => { this.many += PAGE; }}>${tell("more")}</button>` : nothing}`;
  }

  private choice(): unknown {
    const known = [...new Set([...this.written, ...this.books.map(({ id }) => id), ...(this.into ? [this.into] : [])])];
    return html`<div class="row choice"><label><span>${tell("from")}</span> <select @change=${(event: Event) => { this.from = valueOf(event); }}>${this.written.map((tag) => html`<option value=${tag} ?selected=${tag === this.from}>${ownName(tag)}</option>`)}</select></label>
      <label><span>${tell("into")}</span> <select @change=${(event: Event) => this.open(valueOf(event))}>${known.filter((tag) => tag !== this.from).map((tag) => html`<option value=${tag} ?selected=${tag === this.into}>${ownName(tag)}</option>`)}</select></label>
      <form class="row" @submit=${(event: SubmitEvent) => { event.preventDefault(); this.open(String(new FormData(event.target as HTMLFormElement).get("tag") ?? "").trim()); }}>
        <label><span>${tell("anotherLanguage")}</span> <input name="tag" type="text" maxlength="35" pattern="[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*" required autocomplete="off" /></label><button>${tell("openLanguage")}</button></form>
      <label><span>${tell("show")}</span> <select @change=${(event: Event) => { this.show = valueOf(event) as typeof this.show; this.many = PAGE; }}>
        ${(["all", "missing", "machine"] as const).map((each) => html`<option value=${each} ?selected=${each === this.show}>${tell(each === "all" ? "showAll" : each === "missing" ? "showMissing" : "showMachine")}</option>`)}</select></label></div>`;
  }

  private open(tag: string): void {
    if (tag) go({ site: this.site, section: "translations", rest: [tag] });
  }

  private row(row: Row): unknown {
    const locked = !may(this.site, "curator", "translator");
    const late = this.late.get(this.lateAs(row, this.into));
    const mark = { person: "good", machine: "warn", draft: "bad", missing: "" }[row.standing];
    return html`<li data-standing=${row.standing}><p class="what"><a href=${addressOf({ site: this.site, section: sectionOf(row.kind as Kind), rest: row.kind === "site" ? [] : [row.id] })}>${kindName(row.kind)} ${row.kind === "site" ? "" : row.id}</a> <span class="quiet">${tell(row.label)}</span>
        <span class="mark ${mark}">${tell(`t-${row.standing}`)}</span></p>
      ${this.medium(row)}
      <p class="source" lang=${this.from} dir=${direction(this.from)}>${row.source}</p>
      <div><textarea rows="2" maxlength="4000" lang=${this.into} dir=${direction(this.into)} aria-label="${ownName(this.into)}: ${kindName(row.kind)} ${row.id}, ${tell(row.label)}" ?disabled=${locked} .value=${live(row.text)} @change=${(event: Event) => this.write(row, valueOf(event))}></textarea>
        ${!locked && (row.standing === "machine" || row.standing === "draft") ? html`<button type="button" class="plain" @click=${() => this.write(row, row.text)}>${tell("adopt")}</button>` : nothing}
        ${row.objections.length > 0 ? html`<small>${tell("againstIt", { reasons: row.objections.join("; ") })}</small>` : nothing}
        ${late ? html`<p class="wrong" role="alert">${tell("someoneElse", { text: late.text })}</p>` : nothing}</div></li>`;
  }

  /** What came too late for rows that are not listed now. */
  private beyond(listed: readonly Row[]): unknown {
    const seen = new Set(listed.map(keyOf));
    return [...this.late.values()].filter(({ row, into }) => into === this.into && !seen.has(keyOf(row)))
      .map(({ row, text, gone }) => html`<p class="wrong" role="alert">${kindName(row.kind)} ${row.id}, ${tell(row.label)}: ${tell(gone ? "mediumGone" : "someoneElse", { text })}</p>`);
  }

  /** The picture or the sound that is spoken of. */
  private medium({ file }: Row): unknown {
    if (file === undefined) return nothing;
    const address = at(this.site, "files", file.split("/").at(-1)!);
    return isSound(file) ? html`<audio controls preload="none" src=${address}></audio>` : html`<img src=${address} alt="" loading="lazy" />`;
  }

  /** One after another, so that two fields of one record do not meet each other. */
  private write(row: Row, text: string): void {
    const into = this.into;
    this.saving = this.saving.then(() => this.send(row, into, text));
  }

  private async send(row: Row, into: string, text: string): Promise<void> {
    const record = this.records.get(row.kind)?.find(({ id }) => id === row.id);
    if (!record) return;
    const field = fieldIn(row, record.body);
    if (field === undefined) return this.tooLate(row, into, text, true);
    const body: Body = apply(record.body, [{ pointer: `/${field}/${into}`, value: kept(row.kind, text) }]);
    try {
      this.become(await save(this.site, row.kind as Kind, row.id, body, record.etag));
      this.late = new Map([...this.late].filter(([each]) => each !== this.lateAs(row, into)));
      announce(tell("saved"));
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 412) return complain(problem);
      await this.overtaken(row, into, text);
    }
  }

  /** Somebody else wrote there: their words are shown, and these beside them. */
  private async overtaken(row: Row, into: string, text: string): Promise<void> {
    try {
      const now = await one(this.site, row.kind, row.id);
      this.become(now);
      this.tooLate(row, into, text, fieldIn(row, now.body) === undefined);
    } catch (problem) {
      this.tooLate(row, into, text, false);
      complain(problem);
    }
  }

  private tooLate(row: Row, into: string, text: string, gone: boolean): void {
    this.late = new Map([...this.late, [this.lateAs(row, into), { row, into, text, gone }]]);
  }

  private lateAs(row: Row, into: string): string {
    return `${into}/${keyOf(row)}`;
  }

  private become(record: RecordTold): void {
    const list = (this.records.get(record.kind) ?? []).map((each) => (each.id === record.id ? record : each));
    this.records = new Map([...this.records, [record.kind, list]]);
  }
}

async function all(site: string, kind: string): Promise<RecordTold[]> {
  const found: RecordTold[] = [];
  for (let after: string | null = ""; after !== null;) {
    const { records, next }: { records: RecordTold[]; next: string | null } = await page(site, kind, { after, limit: MOST });
    found.push(...records);
    after = next;
  }
  return found;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define("studio-translations", Translations);
