import { at, call, get, Problem } from "../api";
import { Section } from "../part";
import { phrase } from "../phrases";
import { waiting } from "./draft";
import type { Act, Category, Counts, Draft, DraftTold, Queue } from "./draft";
import { forget } from "./keeping";
import { Pace } from "./pace";
import { Sound } from "./sound";
import type { Words } from "./words";

export type Mode = "loading" | "empty" | "reading" | "editing" | "rejecting" | "moved";

export interface Decision {
  act: Act;
  category?: Category;
  reason?: string;
  sentences?: readonly Words[];
}

/** What a reviewer wanted to do when somebody else was faster, and how the draft stands now. */
export interface Moved {
  theirs: Draft;
  wanted: Decision;
}

/** One reviewer and one draft after the other: what is on the desk, what is decided, what is told about it. */
export class Sitting extends Section {
  mode: Mode = "loading";
  told: DraftTold | undefined;
  counts: Counts = {};
  /** What the stops are called, by id. */
  stops: Record<string, string> = {};
  language = "";
  selected = 0;
  notice = "";
  busy = false;
  moved: Moved | undefined;
  readonly pace = new Pace(Date.now());
  readonly sound = new Sound(() => this.requestUpdate(), () => this.tell(phrase("noSound")));
  private lastDecided = "";
  /** Ids of drafts that were put back: others come first. */
  private readonly putBack = new Set<string>();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sound.clear();
  }

  /** Drafts that wait, in the chosen language. */
  get left(): number {
    return waiting(this.counts, this.language);
  }

  get canTakeBack(): boolean {
    return this.lastDecided !== "";
  }

  /** Take up the next draft; what was told last stays to be read. */
  async next(): Promise<void> {
    this.clear();
    await this.working(async () => {
      const found = await this.notPutBack() ?? await this.longestWaiting();
      if (found === undefined) this.mode = "empty";
      else this.show(found);
    });
    void this.count();
    if (this.mode === "empty") this.focusOn("#review-empty");
  }

  async open(id: string): Promise<void> {
    this.clear();
    await this.working(async () => {
      this.show(await get<DraftTold>(at(this.site, "drafts", id)));
    });
    void this.count();
  }

  /** Send a decision; true where it was taken. */
  async decide(wanted: Decision, thenNext = true): Promise<boolean> {
    const { told } = this;
    if (told === undefined || this.busy) return false;
    let done = false;
    await this.working(async () => {
      const { value } = await call<DraftTold>("POST", at(this.site, "drafts", told.draft.id, "decisions"), {
        body: wanted, ifMatch: String(told.draft.version),
      });
      done = true;
      this.decided(wanted, value);
    }, (problem) => this.movedOn(problem, wanted));
    if (done && thenNext) await this.next();
    return done;
  }

  /** Give the draft back and take up another. */
  async later(): Promise<void> {
    const put = await this.decide({ act: "put-back" }, false);
    if (put) await this.next();
  }

  /** Take the last decision back: the draft lies on the desk again, and visitors hear it no longer. */
  async back(): Promise<void> {
    if (!this.canTakeBack || this.busy) return;
    await this.open(this.lastDecided);
    if (!["approved", "rejected"].includes(this.told?.draft.state ?? "")) return;
    this.lastDecided = "";
    if (await this.decide({ act: "reopen" }, false)) this.tell(phrase("takenBack"));
  }

  /** Play these sentences, or be silent where something is heard. */
  play(sentences: readonly number[]): void {
    if (this.sound.playing !== undefined) this.sound.stop();
    else void this.sound.play(sentences.map((each) => [each, this.address(each)] as const));
  }

  tell(text: string): void {
    this.notice = text;
    this.requestUpdate();
  }

  protected show(told: DraftTold): void {
    this.told = told;
    this.mode = "reading";
    this.moved = undefined;
    const first = told.draft.sentences.findIndex(({ claim }) => claim !== null && claim.verdict !== "supported");
    this.selected = Math.max(first, 0);
    this.pace.begin(Date.now());
    if (told.draft.voice !== "") this.sound.ready(this.address(this.selected));
    this.focusOn("#review-title");
  }

  protected async working(work: () => Promise<void>, expected: (problem: Problem) => boolean = () => false): Promise<void> {
    this.busy = true;
    this.requestUpdate();
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem && expected(problem))) this.failed(problem);
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  protected failed(problem: unknown): void {
    const said = problem instanceof Problem && !problem.unreachable;
    this.tell(said ? problem.detail : phrase("noServer"));
    if (!(problem instanceof Problem)) console.error(problem);
    if (this.mode === "loading") this.mode = "empty";
  }

  protected focusOn(selector: string): void {
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(selector)?.focus());
  }

  private async longestWaiting(): Promise<DraftTold | undefined> {
    this.putBack.clear();
    const body = this.language === "" ? {} : { language: this.language };
    return (await call<DraftTold | undefined>("POST", at(this.site, "review", "next"), { body })).value;
  }

  /** Another than those that were put back in this sitting, where any were and there is one. */
  private async notPutBack(): Promise<DraftTold | undefined> {
    if (this.putBack.size === 0) return undefined;
    const wanted = new URLSearchParams({ state: "screened", language: this.language, limit: "200" });
    const { drafts } = await get<Queue>(`${at(this.site, "review")}?${wanted}`);
    for (const { id, version } of drafts.filter(({ id }) => !this.putBack.has(id))) {
      try {
        const asked = { body: { act: "take-up" }, ifMatch: String(version) };
        return (await call<DraftTold>("POST", at(this.site, "drafts", id, "decisions"), asked)).value;
      } catch (problem) {
        if (!(problem instanceof Problem && problem.status === 412)) throw problem;
      }
    }
    return undefined;
  }

  private clear(): void {
    this.sound.clear();
    this.told = undefined;
    this.mode = "loading";
    this.requestUpdate();
  }

  private async count(): Promise<void> {
    const found = await get<Queue>(`${at(this.site, "review")}?limit=1`).catch(() => undefined);
    if (found !== undefined) this.counts = found.counts;
    this.requestUpdate();
  }

  private decided(wanted: Decision, now: DraftTold): void {
    if (wanted.act === "reopen") {
      this.show(now);
      return;
    }
    if (wanted.act === "put-back") {
      this.putBack.add(now.draft.id);
      this.tell(phrase("putBack"));
      return;
    }
    this.pace.tick(Date.now());
    this.lastDecided = now.draft.id;
    forget(now.draft);
    this.tell(phrase(now.draft.state === "in-review" ? "readOnce" : OUTCOME[wanted.act] ?? "approvedNow"));
  }

  private movedOn(problem: Problem, wanted: Decision): boolean {
    const theirs = problem.members["theirs"] as Draft | undefined;
    if (problem.status !== 412 || theirs === undefined) return false;
    this.moved = { theirs, wanted };
    this.mode = "moved";
    this.focusOn("#moved-title");
    return true;
  }

  private address(sentence: number): string {
    const { id, version } = this.told!.draft;
    return `${at(this.site, "drafts", id, "sentences", String(sentence), "sound")}?version=${version}`;
  }
}

const OUTCOME: Partial<Record<Act, "approvedNow" | "editedNow" | "rejectedNow">> = {
  approve: "approvedNow", edit: "editedNow", reject: "rejectedNow",
};
