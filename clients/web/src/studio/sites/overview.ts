import { html, nothing } from "lit";
import { at, file, get, post, Problem } from "../api";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { kindly } from "../problem";
import { tell as overseeing } from "../overseeing/words";
import { addressOf } from "../router";
import { may } from "../session";
import { amount, language, say, when } from "../strings";
import { kindName } from "./deleting";
import { LISTED, sectionOf } from "./kinds";
import type { Kind } from "./kinds";
import { tell } from "./words";
import type { Word } from "./words";

interface Told {
  counts: Record<string, number>;
  release: number;
  pending: { kind: string; id: string; deleted: boolean; new: boolean }[];
  /** The kinds whose records visitors get in another order. */
  reordered: string[];
  approved_takes: number;
}

interface Release {
  number: number;
  author: string;
  at: string;
  changes: number;
}

const OPEN: readonly string[] = [...LISTED, "site"];

/** A site at a glance: what there is, what visitors do not have yet, and the button that gives it to them. */
class Overview extends Section {
  static override properties = { told: { state: true }, releases: { state: true }, busy: { state: true }, unfit: { state: true } };
  declare told: Told | undefined;
  declare releases: readonly Release[];
  declare busy: boolean;
  declare unfit: { text: string; kind: string; id: string } | undefined;

  constructor() {
    super();
    this.releases = [];
    this.busy = false;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("site") && this.site) void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [told, { releases }] = await Promise.all([
        get<Told>(at(this.site, "records")), get<{ releases: Release[] }>(at(this.site, "releases")),
      ]);
      this.told = told;
      this.releases = releases;
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): unknown {
    const { told } = this;
    if (!told) return html`<h1>${say("overview")}</h1><p role="status">${say("loading")}</p>`;
    return html`<h1>${say("overview")}</h1>
      <section aria-labelledby="pending"><h2 id="pending">${tell("pending")}</h2>${nothingNew(told) ? html`<p>${tell("nothingPending")}</p>` : this.pending(told)}
        ${told.approved_takes > 0 ? html`<p class="quiet">${tell("approvedTakes", { count: amount(told.approved_takes) })}</p>` : nothing}
        ${this.unfit ? this.wrong(this.unfit) : nothing}
        ${may(this.site, "curator") ? html`<div class="row"><button type="button" class="primary" ?disabled=${this.busy || (nothingNew(told) && told.release > 0)} @click=${this.publish}>${this.busy ? tell("publishing") : tell("publish")}</button>
        <span class="quiet">${told.release ? tell("release", { number: told.release }) : tell("neverPublished")}</span></div>` : nothing}</section>
      <section aria-labelledby="counts"><h2 id="counts">${tell("counts")}</h2><ul class="counts">${Object.entries(told.counts).filter(([kind, count]) => count > 0 && kind !== "site").map(([kind, count]) => html`<li>${this.counted(kind, count)}</li>`)}</ul>
        ${may(this.site, "curator", "operator") ? html`<button type="button" @click=${this.download}>${tell("download")}</button>` : nothing}</section>
      <section aria-labelledby="scorecard"><h2 id="scorecard">${overseeing("scorecard")}</h2><p>${overseeing("scorecardWhy")}</p><a class="button" href="/scorecard/${this.site}?language=${language()}" target="_blank" rel="noopener">${overseeing("toScorecard")}</a></section>
      ${this.releases.length > 0 ? html`<section aria-labelledby="releases"><h2 id="releases">${tell("releases")}</h2><ul class="plain-list">${this.releases.slice(0, 12).map((each) => html`<li class="row"><strong>${tell("release", { number: each.number })}</strong><span class="quiet">${when(each.at)} · ${tell("changes", { changes: each.changes })}</span></li>`)}</ul></section>` : nothing}`;
  }

  private counted(kind: string, count: number): unknown {
    const inside = html`<strong>${amount(count)}</strong> <span>${OPEN.includes(kind) ? tell(sectionOf(kind as Kind) as Word) : kindName(kind)}</span>`;
    return OPEN.includes(kind) ? html`<a href=${addressOf({ site: this.site, section: sectionOf(kind as Kind) })}>${inside}</a>` : html`<span>${inside}</span>`;
  }

  private pending(told: Told): unknown {
    return html`<ul class="plain-list pending">${told.pending.map((each) => html`<li class="row"><span class="mark ${each.deleted ? "bad" : each.new ? "good" : "warn"}">${tell(each.deleted ? "willGo" : each.new ? "isNew" : "isChanged")}</span>
      <span>${kindName(each.kind)} ${each.deleted || !OPEN.includes(each.kind) ? each.id : html`<a href=${this.address(each.kind, each.id)}>${each.id}</a>`}</span></li>`)}
      ${told.reordered.map((kind) => html`<li class="row"><span class="mark warn">${tell("isReordered")}</span><span>${OPEN.includes(kind) ? html`<a href=${addressOf({ site: this.site, section: sectionOf(kind as Kind) })}>${tell(sectionOf(kind as Kind) as Word)}</a>` : kindName(kind)}</span></li>`)}</ul>`;
  }

  private wrong({ text, kind, id }: { text: string; kind: string; id: string }): unknown {
    return html`<div class="warning" role="alert"><strong>${tell("unfit")}</strong><p>${text}</p>${OPEN.includes(kind) && id ? html`<a href=${this.address(kind, id)}>${tell("goThere")}: ${id}</a>` : nothing}</div>`;
  }

  private address(kind: string, id: string): string {
    return addressOf({ site: this.site, section: sectionOf(kind as Kind), rest: kind === "site" ? [] : [id] });
  }

  private publish = async (): Promise<void> => {
    this.busy = true;
    this.unfit = undefined;
    try {
      const done = await post<Release>(at(this.site, "releases"));
      announce(tell("published", { changes: done.changes, number: done.number }));
      await this.load();
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 422) this.unfit = { text: kindly(problem), kind: String(problem.members["kind"] ?? ""), id: String(problem.members["id"] ?? "") };
      else complain(problem);
    } finally {
      this.busy = false;
    }
  };

  private download = async (): Promise<void> => {
    try {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await file(at(this.site, "pack.zip")));
      link.download = `${this.site}.zip`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch (problem) {
      complain(problem);
    }
  };
}

function nothingNew({ pending, reordered }: Told): boolean {
  return pending.length === 0 && reordered.length === 0;
}

customElements.define("studio-overview", Overview);
