import { html, nothing } from "lit";
import type { Vector } from "../../wire.gen";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { kindly } from "../problem";
import { go } from "../router";
import { may } from "../session";
import { say } from "../strings";
import type { Body, RecordTold } from "../sites/record";
import { tell as write } from "../sites/words";
import type { Desk } from "./desk";
import "./entrance-panel";
import { MODES, bar, conflict, largest } from "./frame";
import { free } from "./fresh-note";
import "./fresh-note";
import { retargeted } from "./hands";
import type { Done, Marked } from "./hands";
import "./light-panel";
import "./models-panel";
import "./notes-panel";
import type { NotesPanel } from "./notes-panel";
import { cameras, lacking, toolbar } from "./overlay";
import type { Chosen, Doing, Gizmo, Mode, Tool } from "./room";
import "./scene-view";
import type { SceneView } from "./scene-view";
import { laidOut } from "./shelf";
import type { Draft } from "./shelf";
import "./space.css";
import { tell } from "./words";
import type { Word } from "./words";

/** The place as visitors walk in it: its models, where they enter, its light, and what there is to be told. */
class Space extends Section implements Done {
  static override properties = {
    ...Section.properties, draft: { state: true }, failure: { state: true }, blind: { state: true }, chosen: { state: true }, tool: { state: true }, gizmo: { state: true },
    follows: { state: true }, fresh: { state: true }, visiting: { state: true }, version: { state: true }, round: { state: true },
  };
  declare draft: Draft | undefined;
  declare failure: string;
  declare blind: boolean;
  declare chosen: Chosen | undefined;
  declare tool: Tool;
  declare gizmo: Gizmo;
  declare follows: boolean;
  declare fresh: Marked | undefined;
  declare visiting: boolean;
  declare version: number;
  declare round: number;
  /** The annotation or stop that gets another place, with the tool in hand. */
  private again = "";
  private desk!: Desk;
  private doing: Doing | undefined;

  constructor() {
    super();
    this.failure = "";
    this.blind = this.visiting = false;
    this.tool = "choose";
    this.gizmo = "translate";
    this.follows = true;
    this.version = this.round = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.key);
    addEventListener("beforeunload", this.ask);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeunload", this.ask);
  }

  override async leave(): Promise<boolean> {
    const written = (await this.notes?.settle()) ?? true;
    return (!this.draft || (await this.desk.settle())) && written ? true : confirm(write("discard"));
  }

  private async load(): Promise<void> {
    try {
      const { desk, draft } = await laidOut(this.site);
      this.desk = desk;
      desk.addEventListener("change", () => { this.version++; });
      desk.addEventListener("kept", (event) => void this.kept((event as CustomEvent<RecordTold>).detail));
      this.draft = draft;
    } catch (problem) {
      this.failure = kindly(problem);
    }
  }

  private get mode(): Mode {
    return MODES.find((each) => each === this.rest[0]) ?? (this.rest[0] === "stop" ? "tell" : "place");
  }

  private get may(): boolean {
    return may(this.site, "curator");
  }

  private get view(): SceneView | null {
    return this.querySelector("space-view");
  }

  private get notes(): NotesPanel | null {
    return this.querySelector("space-notes");
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("rest")) this.arrived(changed.get("rest") as readonly string[] | undefined);
    const { mode, tool, gizmo, chosen, follows, fresh } = this;
    this.doing = { mode, tool, gizmo, chosen, follows, may: this.may, fresh };
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has("draft") && this.rest[0] === "stop") this.visit(this.rest[1] ?? "");
  }

  /** Another address within the section: another mode, or a stop to stand at. */
  private arrived(before: readonly string[] | undefined): void {
    if (before?.[0] === this.rest[0] && before?.[1] === this.rest[1]) return;
    this.tool = "choose";
    this.fresh = undefined;
    if (this.rest[1]) this.chosen = { kind: this.rest[0] === "stop" ? "stop" : "annotation", id: this.rest[1] };
    if (this.rest[0] === "stop" && this.draft) this.visit(this.rest[1] ?? "");
  }

  protected override render(): unknown {
    if (this.failure) return html`<h1>${tell("space")}</h1><p class="failure" role="alert">${this.failure}</p>`;
    if (!this.draft) return html`<h1>${tell("space")}</h1><p role="status">${say("loading")}</p>`;
    return html`<h1 class="hidden">${tell("space")}</h1><div class="space" data-mode=${this.mode} data-tool=${this.tool} ?data-visiting=${this.visiting}>
      <div class="space-stage">${this.blind ? html`<p class="warning">${tell("noWebGl")}</p>` : html`<space-view .site=${this.site} .desk=${this.desk} .models=${this.draft.scene.models} .doing=${this.doing} .done=${this} @blind=${() => { this.blind = true; }}></space-view>`}
        <div class="space-head">${bar(this.site, this.mode, this.desk, { may: this.may, visiting: this.visiting }, () => (this.visiting ? this.leaveVisit() : this.visit()))}${this.mode === "tell" && this.may && !this.visiting && !this.blind ? toolbar(this.tool, (tool) => this.take(tool)) : nothing}</div>
        <div class="space-foot">${this.visiting || this.blind ? nothing : cameras(() => this.view?.room)}<p id="space-hint" class="hint" role="status">${this.said}</p></div></div>
      <aside class="space-panel" aria-label=${tell(this.mode)}>${this.panel()}${lacking(this.draft, this.desk)}</aside></div>${conflict(this.desk)}`;
  }

  /** What to do now. */
  private get said(): string {
    if (this.visiting) return tell("visitingHint");
    const hands = this.view?.hands;
    if (this.mode === "tell" && this.may) {
      if (this.tool === "outline" && hands && hands.outline.points.length > 0) return tell("outlineGoesOn", { count: hands.outline.points.length });
      if (this.tool === "part" && hands?.part) return tell("isPart", { name: hands.part });
      return tell(this.tool === "choose" ? "tellHint" : (`${this.tool}Hint` as Word));
    }
    return tell(this.may ? (`${this.mode}Hint` as Word) : "lookHint");
  }

  private panel(): unknown {
    const { desk, version, site, chosen } = this;
    const room = this.view?.room;
    if (this.mode === "place") return html`<space-models .desk=${desk} .room=${room} .models=${this.draft!.scene.models} .chosen=${chosen?.kind === "model" ? chosen.id : ""} .gizmo=${this.gizmo} .follows=${this.follows} .may=${this.may} .version=${version}
      @choose=${(event: CustomEvent<Chosen>) => this.choose(event.detail)} @gizmo=${(event: CustomEvent<Gizmo>) => { this.gizmo = event.detail; }} @follows=${(event: CustomEvent<boolean>) => { this.follows = event.detail; }}></space-models>`;
    if (this.mode === "enter") return html`<space-entrance .site=${site} .desk=${desk} .room=${room} .visiting=${this.visiting} .may=${this.may} .version=${version}></space-entrance>`;
    if (this.mode === "light") return html`<space-light .site=${site} .desk=${desk} .may=${this.may} .version=${version}></space-light>`;
    if (this.fresh) return html`<space-fresh .desk=${desk} .marked=${this.fresh} .languages=${this.draft!.languages} @dropped=${() => this.cancel()} @named=${this.named}></space-fresh>`;
    return html`<space-notes .site=${site} .desk=${desk} .chosen=${chosen} .may=${this.may} .largest=${largest(room)} .version=${version} .round=${this.round}
      @choose=${(event: CustomEvent<Chosen | undefined>) => this.choose(event.detail)} @look=${(event: CustomEvent<Chosen>) => this.look(event.detail)}
      @again=${this.takeAgain} @stop=${(event: CustomEvent<string>) => this.makeStop(event.detail)} @visit=${(event: CustomEvent<string>) => this.visit(event.detail)}></space-notes>`;
  }

  // ---- what hands and panels ask for

  choose(chosen: Chosen | undefined): void {
    if (this.fresh || this.tool !== "choose") this.cancel();
    if (chosen?.kind === this.chosen?.kind && chosen?.id === this.chosen?.id) return;
    void this.notes?.settle();
    this.chosen = chosen;
    if (chosen?.kind === "annotation" || chosen?.kind === "stop") this.turnTo("tell");
  }

  mark(marked: Marked): void {
    const id = this.again;
    this.tool = "choose";
    this.again = "";
    if (!id) {
      this.chosen = undefined;
      this.fresh = marked;
      return;
    }
    const before = this.desk.body("annotation", id);
    if (before) this.desk.step([{ kind: "annotation", id, before, after: retargeted(before, marked) }]);
    this.chosen = { kind: "annotation", id };
  }

  stand(position: Vector): void {
    const id = this.again;
    this.tool = "choose";
    this.again = "";
    if (id) this.desk.set("stop", id, { position });
  }

  hint(): void {
    this.requestUpdate();
  }

  cancel(): void {
    this.fresh = undefined;
    this.tool = "choose";
    this.again = "";
  }

  drop(): void {
    const { chosen } = this;
    const before = chosen && this.desk.body(chosen.kind, chosen.id);
    if (!before || !this.may || (chosen.kind !== "annotation" && chosen.kind !== "stop")) return;
    this.chosen = undefined;
    this.desk.step([{ ...chosen, before, after: undefined }]);
    announce(tell("removed", { name: chosen.id }));
  }

  private take(tool: Tool): void {
    this.fresh = undefined;
    this.again = "";
    if (tool !== "choose") this.chosen = undefined;
    this.tool = tool;
    if (tool !== "choose") this.view?.querySelector("canvas")?.focus();
  }

  private takeAgain = (event: CustomEvent<{ tool: Tool; id: string }>): void => {
    this.again = event.detail.id;
    this.tool = event.detail.tool;
    this.view?.querySelector("canvas")?.focus();
  };

  private named = async (event: CustomEvent<{ id: string; body: Body }>): Promise<void> => {
    const { id, body } = event.detail;
    this.desk.step([{ kind: "annotation", id, before: undefined, after: body }]);
    this.fresh = undefined;
    if (await this.desk.settle()) this.chosen = { kind: "annotation", id };
    else this.explain();
  };

  private async makeStop(note: string): Promise<void> {
    const about = this.desk.body("annotation", note);
    const { room } = this.view ?? {};
    if (!about || !room) return;
    const id = free(this.desk, "stop", note);
    const position = room.standBefore(about["position"] as Vector, (about["radius"] as number | undefined) ?? 5);
    this.desk.step([{ kind: "stop", id, before: undefined, after: { id, title: about["label"] ?? {}, annotation: note, position, radius: 3, facts: about["facts"] ?? [] } }]);
    if (!(await this.desk.settle())) return this.explain();
    this.chosen = { kind: "stop", id };
    announce(tell("stopMade"));
  }

  private look(chosen: Chosen): void {
    this.leaveVisit();
    this.view?.room?.look(chosen);
  }

  private visit(stop = ""): void {
    this.cancel();
    void this.updateComplete.then(() => this.view?.room?.visit(stop));
    this.visiting = true;
    this.view?.querySelector("canvas")?.focus();
  }

  private leaveVisit(): void {
    this.visiting = false;
    this.view?.room?.leaveVisit();
    this.view?.room?.sync();
  }

  /** A record was saved from here: the form beside the scene shows it as it is now. */
  private async kept(told: RecordTold): Promise<void> {
    if (told.kind !== this.chosen?.kind || told.id !== this.chosen.id || !this.notes) return;
    await this.notes.settle();
    this.round++;
  }

  private explain(): void {
    if (this.desk.trouble && !this.desk.trouble.clash) complain(this.desk.trouble.problem);
  }

  private turnTo(mode: Mode): void {
    if (this.mode !== mode) go({ site: this.site, section: "space", rest: [mode] }, true);
  }

  private key = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey || (event.target as Element).closest("studio-record")) return;
    const pressed = event.key.toLowerCase();
    if (pressed === "s") void this.desk.settle();
    else if (pressed === "z" && !event.shiftKey) this.desk.undo();
    else if (pressed === "y" || (pressed === "z" && event.shiftKey)) this.desk.redo();
    else return;
    event.preventDefault();
  };

  private ask = (event: BeforeUnloadEvent): void => {
    if (this.draft && this.desk.changed) event.preventDefault();
  };
}

customElements.define("studio-space", Space);
