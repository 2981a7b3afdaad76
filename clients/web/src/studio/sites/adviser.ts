import { html, nothing } from "lit";
import { ownName } from "../../language";
import { Part } from "../part";
import { addressOf } from "../router";
import { advice } from "./advice";
import type { Advice } from "./advice";
import { about, notesOf, otherOf } from "./advising";
import type { Note } from "./advising";
import type { Body, RecordTold } from "./record";
import { tell } from "./words";

/** Facts from which the whole site is looked through once when a form opens, not after each save. */
const MANY = 400;

/** What a curator should look at again in a fact, beside its form: at once what its words show, then what the site's show. */
class Adviser extends Part {
  static override properties = { site: {}, which: {}, version: { attribute: false }, body: { attribute: false }, languages: { attribute: false }, facts: { attribute: false }, notes: { state: true } };
  declare site: string;
  /** The fact's own id; empty for one that is not made yet. */
  declare which: string;
  declare version: number;
  declare body: Body;
  declare languages: readonly string[];
  declare facts: readonly RecordTold[];
  declare notes: readonly Note[];

  constructor() {
    super();
    this.which = "";
    this.notes = [];
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const first = changed.has("which");
    if (this.which && (first || (changed.has("version") && this.facts.length < MANY))) void this.look();
  }

  private async look(): Promise<void> {
    const { which } = this;
    const found = await notesOf(this.site).catch(() => ({ notes: [] }));
    if (which === this.which) this.notes = about(found.notes, "fact", which);
  }

  protected override render(): unknown {
    const others = new Map(this.facts.filter(({ id }) => id !== this.which).map((each) => [each.id, each.body]));
    const clashing = new Set(this.notes.filter(({ matter }) => matter === "contradicts").map((note) => otherOf(note, this.which)));
    const found = advice(this.body, this.languages, others).filter((each) => each.word !== "twin" || !clashing.has(each.id));
    const more = this.notes.filter(({ matter }) => matter === "contradicts" || matter === "nameless" || matter === "nowhere-told");
    if (found.length + more.length === 0) return nothing;
    return html`<section class="advice" aria-label=${tell("advice")}><h3>${tell("advice")}</h3><ul>
      ${more.map((note) => html`<li>${this.noted(note)}</li>`)}${found.map((each) => html`<li>${this.advised(each)}</li>`)}</ul></section>`;
  }

  private noted(note: Note): unknown {
    if (note.matter === "nowhere-told") return tell("nowhereHere");
    if (note.matter === "nameless") return html`${tell("namelessHere", { name: note.other })} <a href=${addressOf({ site: this.site, section: "terms", rest: ["+"] })}>${tell("addTerm")}</a>`;
    const id = otherOf(note, this.which);
    return html`<strong>${tell("contradicts", { id, reason: note.reason })}</strong> ${this.goTo(id)}`;
  }

  private advised(found: Advice): unknown {
    if (found.word === "missing") return tell("missing", { language: ownName(found.language) });
    if (found.word === "numbers") return tell("numbers", { language: ownName(found.language), other: ownName(found.other) });
    return found.word === "twin" ? html`${tell("twin", { id: found.id })} ${this.goTo(found.id)}` : tell("noSource");
  }

  private goTo(id: string): unknown {
    return html`<a href=${addressOf({ site: this.site, section: "facts", rest: [id] })}>${tell("goThere")}</a>`;
  }
}

customElements.define("studio-advice", Adviser);
