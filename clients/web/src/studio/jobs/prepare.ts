import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { ownName, textIn } from "../../language";
import { at, call, get, post } from "../api";
import { complain, tell } from "../notice";
import { Section } from "../part";
import { named, phrase } from "../phrases";
import { AUDIENCES } from "../review/draft";
import { addressOf } from "../router";
import { may } from "../session";
import { language, when } from "../strings";
import { open, pause, percent } from "./job";
import type { Job } from "./job";
import "./jobs.css";

interface Described {
  languages: string[];
  stops: { id: string; title: Record<string, string> }[];
}

/** Make drafts, translations and sound ahead, and watch it. */
class Prepare extends Section {
  static override properties = { ...Section.properties, jobs: { state: true }, described: { state: true }, busy: { state: true }, failure: { state: true } };
  declare jobs: readonly Job[];
  declare described: Described | undefined;
  declare busy: boolean;
  declare failure: string;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.jobs = [];
    this.busy = false;
    this.failure = "";
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("site") || this.site === "") return;
    get<Described>(at(this.site)).then((found) => { this.described = found; }, complain);
    void this.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private async watch(): Promise<void> {
    clearTimeout(this.timer);
    try {
      this.jobs = (await get<{ jobs: Job[] }>(`${at(this.site, "jobs")}?limit=20`)).jobs;
    } catch (problem) {
      complain(problem);
    }
    if (this.isConnected) this.timer = setTimeout(() => void this.watch(), pause(this.jobs));
  }

  protected override render(): TemplateResult {
    return html`
      <h1>${phrase("prepare")}</h1>
      ${may(this.site, "curator", "operator") ? this.form() : nothing}
      <h2>${phrase("work")}</h2>
      ${this.jobs.length === 0 ? html`<p class="quiet">${phrase("noWork")}</p>` : html`<ul class="jobs">${this.jobs.map((job) => this.job(job))}</ul>`}
      <p class="hidden" role="status">${this.spoken()}</p>`;
  }

  private form(): TemplateResult {
    const { described } = this;
    if (described === undefined) return html`<p role="status">${phrase("loading")}</p>`;
    return html`
      <form class="prepare" @submit=${this.ask}>
        <p>${phrase("prepareWhat")}</p>
        <fieldset><legend>${phrase("languages")}</legend><div class="row">${described.languages.map((tag) => html`
          <label class="check"><input type="checkbox" name="language" value=${tag} checked /><span lang=${tag}>${ownName(tag)}</span></label>`)}</div></fieldset>
        <fieldset><legend>${phrase("audiences")}</legend><div class="row">${AUDIENCES.map((each) => html`
          <label class="check"><input type="checkbox" name="audience" value=${each} ?checked=${each === ""} />${named("audience", each || "all")}</label>`)}</div></fieldset>
        <label class="field"><span>${phrase("stops")}</span><select name="stop">
          <option value="">${phrase("allStops")}</option>
          ${described.stops.map(({ id, title }) => html`<option value=${id}>${textIn(title, language()) || id}</option>`)}</select></label>
        <label class="check"><input type="checkbox" name="sound" checked />${phrase("withSound")}</label>
        <label class="check"><input type="checkbox" name="again" />${phrase("again")}</label>
        <p class="failure" role="alert">${this.failure}</p>
        <button type="submit" class="primary" ?disabled=${this.busy}>${phrase("prepareNow")}</button>
      </form>`;
  }

  private job(job: Job): TemplateResult {
    const part = percent(job);
    const tone = job.state === "failed" ? "bad" : job.state === "done" ? "good" : "";
    return html`
      <li class="job">
        <p class="row"><strong>${named("job", job.kind)}</strong><span class="mark ${tone}">${named("work", job.wish && open(job) ? "ending" : job.state)}</span>
          <small>${when(job.made)}</small><span class="spring"></span>
          ${open(job) && job.wish === "" && may(this.site, "curator", "operator") ? html`<button type="button" @click=${() => this.cancel(job)}>${phrase("stopWork")}</button>` : nothing}</p>
        ${open(job) ? html`<progress aria-label=${job.stage || named("work", job.state)} max="100" value=${part ?? nothing}></progress>
          <p class="quiet">${job.stage}${job.total > 0 ? html` · ${phrase("steps", { done: job.done, total: job.total })}` : nothing}</p>` : nothing}
        ${job.problem === "" ? nothing : html`<p class="failure">${job.problem}</p>`}
        ${job.state === "done" ? html`<p>${phrase("made", { drafts: Number(job.result["drafts"] ?? 0), spoken: Number(job.result["spoken"] ?? 0) })}
          ${may(this.site, "reviewer") ? html`<a href=${addressOf({ site: this.site, section: "review" })}>${phrase("toReview")}</a>` : nothing}</p>` : nothing}
      </li>`;
  }

  private spoken(): string {
    const job = this.jobs[0];
    return job === undefined ? "" : `${named("job", job.kind)}: ${named("work", job.state)}`;
  }

  private ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const stop = String(given.get("stop") ?? "");
    this.failure = given.getAll("audience").length === 0 ? phrase("someAudience") : given.getAll("language").length === 0 ? phrase("someLanguage") : "";
    if (this.failure !== "") return;
    this.busy = true;
    try {
      await post(at(this.site, "prepare"), {
        languages: given.getAll("language"), audiences: given.getAll("audience"), stops: stop === "" ? [] : [stop],
        sound: given.has("sound"), again: given.has("again"),
      });
      tell(phrase("asked"));
      await this.watch();
    } catch (problem) {
      this.failure = problem instanceof Error ? problem.message : "";
      complain(problem);
    } finally {
      this.busy = false;
    }
  };

  private async cancel(job: Job): Promise<void> {
    await call("DELETE", at(this.site, "jobs", job.id)).catch(complain);
    await this.watch();
  }
}

customElements.define("studio-prepare", Prepare);
