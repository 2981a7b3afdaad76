import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { Part } from "../part";
import "../sites/editor";
import type { Editor } from "../sites/editor";
import { nameOf } from "../sites/record";
import type { RecordTold } from "../sites/record";
import { language } from "../strings";
import { slider } from "./amounts";
import type { Desk, SpaceKind } from "./desk";
import type { Tool } from "./room";
import { tell } from "./words";

const SMALLEST = 0.02;
const STEPS = 200;

/** What is told of, and where people stand: a list of both, or the chosen one with everything about it. */
class NotesPanel extends Part {
  static override properties = { site: {}, desk: { attribute: false }, chosen: { attribute: false }, may: { type: Boolean }, largest: { type: Number }, version: { type: Number }, round: { type: Number }, search: { state: true } };
  declare site: string;
  declare desk: Desk;
  declare chosen: { kind: SpaceKind; id: string } | undefined;
  declare may: boolean;
  /** Metres: the largest that anything here can be. */
  declare largest: number;
  declare round: number;
  declare search: string;

  constructor() {
    super();
    this.search = "";
  }

  protected override render(): unknown {
    const { chosen } = this;
    const body = chosen && (chosen.kind === "annotation" || chosen.kind === "stop") ? this.desk.body(chosen.kind, chosen.id) : undefined;
    return chosen && body ? this.one(chosen as { kind: "annotation" | "stop"; id: string }) : this.lists();
  }

  /** Keep what is being written about the chosen one; whether all is kept. */
  async settle(): Promise<boolean> {
    return (await this.querySelector<Editor>("studio-record")?.settle()) ?? true;
  }

  private lists(): unknown {
    return html`<p class="quiet">${tell(this.may ? "notesHow" : "notesRead")}</p>
      <label><span class="hidden">${tell("search")}</span><input type="search" placeholder=${tell("search")} @input=${(event: Event) => { this.search = (event.target as HTMLInputElement).value; }} /></label>
      ${this.list("annotation", tell("annotations"), tell("noNotes"))}${this.list("stop", tell("stops"), tell("noStops"))}`;
  }

  private list(kind: "annotation" | "stop", title: string, none: string): unknown {
    const wanted = this.search.trim().toLocaleLowerCase();
    const all = this.desk.list(kind).map(({ id, body }) => ({ id, name: nameOf(id, body, language()), part: String(body["part"] ?? ""), region: Boolean(body["region"]) }));
    const found = all.filter(({ id, name }) => `${id} ${name}`.toLocaleLowerCase().includes(wanted));
    return html`<section aria-label=${title}><h2>${title} <small>${all.length}</small></h2>
      ${found.length === 0 ? html`<p class="quiet">${wanted && all.length > 0 ? tell("noneMatch") : none}</p>` : html`<ul class="things">${found.map(({ id, name, part, region }) => html`<li><button type="button" @click=${() => this.emit("choose", { kind, id })}>
        <span>${name}</span><small>${part ? tell("isPart", { name: part }) : region ? tell("isOutline") : ""}</small></button></li>`)}</ul>`}</section>`;
  }

  private one(chosen: { kind: "annotation" | "stop"; id: string }): unknown {
    return html`<button type="button" class="plain to-all" @click=${() => this.emit("choose", undefined)}>← ${tell("all")}</button>
      <div class="row actions"><button type="button" @click=${() => this.emit("look", chosen)}>${tell("lookAtIt")}</button>
      ${chosen.kind === "annotation" ? this.ofNote(chosen.id) : this.ofStop(chosen.id)}</div>
      ${chosen.kind === "annotation" ? this.size(chosen.id) : nothing}
      ${keyed(`${chosen.kind}/${chosen.id}/${this.round}`, html`<studio-record .site=${this.site} .kind=${chosen.kind} .which=${chosen.id} @kept=${this.kept} @gone=${this.gone}></studio-record>`)}`;
  }

  private ofNote(id: string): unknown {
    if (!this.may) return nothing;
    const again = (tool: Tool, words: string): unknown => html`<button type="button" @click=${() => this.emit("again", { tool, id })}>${words}</button>`;
    const body = this.desk.body("annotation", id)!;
    const at = this.desk.list("stop").filter((stop) => stop.body["annotation"] === id);
    return html`${again("point", tell("elsewhere"))}${again("outline", body["region"] ? tell("outlineAnew") : tell("drawOutline"))}${again("part", body["part"] ? tell("otherPart") : tell("namePart"))}
      ${body["region"] ? html`<button type="button" @click=${() => this.without(id, "region")}>${tell("noOutline")}</button>` : nothing}
      ${body["part"] ? html`<button type="button" @click=${() => this.without(id, "part")}>${tell("noPart")}</button>` : nothing}
      <button type="button" @click=${() => this.emit("stop", id)}>${tell("makeStop")}</button>
      ${at.map((stop) => html`<button type="button" @click=${() => this.emit("choose", { kind: "stop", id: stop.id })}>${tell("toStop", { name: nameOf(stop.id, stop.body, language()) })}</button>`)}`;
  }

  private ofStop(id: string): unknown {
    const note = String(this.desk.body("stop", id)!["annotation"] ?? "");
    return html`<button type="button" @click=${() => this.emit("visit", id)}>${tell("standHere")}</button>
      ${this.may ? html`<button type="button" @click=${() => this.emit("again", { tool: "stop", id })}>${tell("elsewhere")}</button>` : nothing}
      ${this.desk.body("annotation", note) ? html`<button type="button" @click=${() => this.emit("choose", { kind: "annotation", id: note })}>${tell("toNote", { name: nameOf(note, this.desk.body("annotation", note)!, language()) })}</button>` : nothing}`;
  }

  /** A slider that is as fine for a finger as for an arena. */
  private size(id: string): unknown {
    const radius = (this.desk.body("annotation", id)!["radius"] as number | undefined) ?? 5;
    const span = Math.log(Math.max(1, this.largest) / SMALLEST);
    const at = Math.round((Math.log(Math.max(SMALLEST, radius) / SMALLEST) / span) * STEPS);
    return slider(tell("radius"), at, { min: 0, max: STEPS, step: 1, words: `${Number(radius.toPrecision(3))} m` }, !this.may, (step) => {
      this.desk.set("annotation", id, { radius: Number((SMALLEST * Math.exp((step / STEPS) * span)).toPrecision(2)) }, `radius ${id}`);
    });
  }

  private without(id: string, field: "region" | "part"): void {
    const before = this.desk.body("annotation", id)!;
    const { [field]: _, ...after } = before;
    this.desk.step([{ kind: "annotation", id, before, after }]);
  }

  private kept = (event: CustomEvent<RecordTold | null>): void => {
    event.stopPropagation();
    if (event.detail) this.desk.adopt(event.detail);
  };

  /** The form had it deleted: stay here, where it was one of many. */
  private gone = (event: Event): void => {
    event.preventDefault();
    const { kind, id } = this.chosen!;
    this.emit("choose", undefined);
    this.desk.forget(kind, id);
  };

  private emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("space-notes", NotesPanel);
export type { NotesPanel };
