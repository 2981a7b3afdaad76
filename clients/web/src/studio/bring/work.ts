import { html, nothing } from "lit";
import { at, call, get } from "../api";
import { open, pause, percent } from "../jobs/job";
import type { Job } from "../jobs/job";
import { complain } from "../notice";
import { Part } from "../part";
import { may } from "../session";
import { when } from "../strings";
import { Pace } from "./pace";
import { findings, ingested } from "./report";
import type { Finding } from "./report";
import { stepOf, STEPS, thingOf } from "./steps";
import { while_ } from "./told";
import { tell } from "./words";

const KIND = "ingest";

/** The scans of a site that are being taken in, step by step, and what came of those that were. */
class Work extends Part {
  static override properties = { site: {}, jobs: { state: true }, left: { state: true } };
  declare site: string;
  declare jobs: readonly Job[] | undefined;
  declare left: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly pace = new Pace();

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("site") && this.site) void this.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** Look now, and from then on. */
  async watch(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const before = this.jobs?.[0];
      this.jobs = (await get<{ jobs: Job[] }>(`${at(this.site, "jobs")}?limit=50`)).jobs.filter(({ kind }) => kind === KIND);
      this.measure(this.jobs[0], before);
    } catch (problem) {
      complain(problem);
    }
    if (this.isConnected) this.timer = setTimeout(() => void this.watch(), pause(this.jobs ?? []));
  }

  private measure(job: Job | undefined, before: Job | undefined): void {
    if (before && job?.id === before.id && open(before) && !open(job)) this.dispatchEvent(new CustomEvent("ended", { detail: job, bubbles: true }));
    if (!job || job.state !== "running" || job.total <= 0) {
      this.pace.rest();
      this.left = undefined;
      return;
    }
    this.pace.note(job.done / job.total, performance.now());
    this.left = this.pace.left(1 - job.done / job.total);
  }

  protected override render(): unknown {
    const { jobs } = this;
    if (!jobs || jobs.length === 0) return jobs ? html`<p class="quiet">${tell("noWork")}</p>` : nothing;
    const [first, ...past] = jobs;
    return html`${this.job(first!)}${past.length > 0 ? html`<h3>${tell("past")}</h3>${past.map((job) => html`<details class="job"><summary>${this.head(job)}</summary>${this.outcome(job)}</details>`)}` : nothing}
      <p class="hidden" role="status">${this.spoken(first!)}</p>`;
  }

  private job(job: Job): unknown {
    return html`<div class="job"><p class="row">${this.head(job)}<span class="spring"></span>
      ${open(job) && job.wish === "" && may(this.site, "curator", "operator") ? html`<button type="button" class="bad" @click=${() => this.cancel(job)}>${tell("stop")}</button>` : nothing}</p>
      ${open(job) ? this.going(job) : this.outcome(job)}</div>`;
  }

  private head(job: Job): unknown {
    const tone = job.state === "failed" ? "bad" : job.state === "done" ? "good" : "";
    const word = job.wish && open(job) ? tell("stopping") : tell(`state-${job.state}`);
    return html`<strong>${nameOf(job)}</strong><span class="mark ${tone}">${word}</span><small>${when(job.made)}</small>`;
  }

  private going(job: Job): unknown {
    const step = stepOf(job.stage);
    const now = step ? STEPS.indexOf(step) : -1;
    const thing = thingOf(job.stage);
    return html`<progress aria-label=${nameOf(job)} max="100" value=${percent(job) ?? nothing}></progress>
      <p class="quiet">${[percent(job) === undefined ? "" : `${percent(job)} %`, step ? "" : job.stage, this.left === undefined ? "" : tell("timeLeft", { while: while_(this.left) })].filter(Boolean).join(" · ")}</p>
      <ol class="steps">${STEPS.map((each, index) => html`<li class=${index < now ? "done" : index === now ? "now" : ""} aria-current=${index === now ? "step" : nothing}>
        <span>${tell(`step-${each}`)}${index === now && thing ? html` <span class="quiet">${thing}</span>` : nothing}</span><span class="hidden">, ${tell(index < now ? "stepDone" : index === now ? "stepNow" : "stepTodo")}</span></li>`)}</ol>`;
  }

  private outcome(job: Job): unknown {
    if (job.state === "done") return ingested(this.site, job.result);
    const found = (job.result["findings"] ?? []) as Finding[];
    return job.problem ? html`${found.length > 0 ? findings(found) : html`<p class="failure" lang="en">${job.problem}</p>`}<p class="quiet">${tell("again")}</p>` : nothing;
  }

  private spoken(job: Job): string {
    const step = open(job) ? stepOf(job.stage) : undefined;
    return `${nameOf(job)}: ${tell(`state-${job.state}`)}${step ? `, ${tell(`step-${step}`)}` : ""}`;
  }

  private async cancel(job: Job): Promise<void> {
    if (!confirm(tell("stopSure"))) return;
    await call("DELETE", at(this.site, "jobs", job.id)).catch(complain);
    await this.watch();
  }
}

function nameOf(job: Job): string {
  const models = job.result["models"];
  const said = String(job.request["name"] ?? "") || (Array.isArray(models) ? models.join(", ") : "");
  return said || tell("aScan");
}

customElements.define("studio-scan-work", Work);
export type { Work };
