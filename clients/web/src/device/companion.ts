import type { App } from "../app";
import type { Companion } from "../companions";
import type { Link } from "../connection";
import type { Site } from "../site";
import type { Encountered } from "../wire.gen";
import { Offline } from "../offline/companion";
import { savePreferences } from "../preferences";
import { hearing, thrifty } from "./thrift";
import { Tilt } from "./tilt";
import { Section } from "./section";

const WEIGH_MS = 3_000;

/** Fits the visit to what the visitor holds: how much is fetched, how the guide is heard, how one looks around. */
export class Device implements Companion {
  readonly tilt: Tilt;
  readonly offline: Offline;
  /** Whether data are saved now. */
  saving: boolean;
  private readonly playable: string[] = [];
  private readonly section: Section;
  private heardBy = "";

  constructor(readonly app: App) {
    this.offline = new Offline(app);
    this.tilt = new Tilt((left, up) => app.visitor.turn(left, up));
    this.saving = this.weigh(false);
    this.section = new Section(this);
    this.offline.changed = () => this.section.draw();
    this.settle();
    const measured = new ResizeObserver(() => measure());
    for (const each of document.querySelectorAll(".bottom, .bottom .words")) measured.observe(each);
    setInterval(() => this.again(), WEIGH_MS);
  }

  get data(): "light" | "full" | undefined {
    return this.app.preferences.data;
  }

  /** Take to heart what was chosen, and keep it. */
  choose(): void {
    savePreferences(this.app.preferences);
    this.again(true);
  }

  begun(): void {
    this.playable.push(...this.app.sound.codecs);
    this.hear();
    this.offline.begun();
  }

  entered(site: Site): void {
    this.offline.entered(site);
  }

  encountered(encountered: Encountered): void {
    this.offline.encountered(encountered);
  }

  linked(link: Link): void {
    this.offline.linked(link);
  }

  forgotten(): void {
    this.offline.forgotten();
  }

  retold(): void {
    this.section.draw();
  }

  /** The line may have changed, or the visitor's mind. */
  private again(chosen = false): void {
    const before = this.saving;
    this.saving = this.weigh(before);
    if (chosen || before !== this.saving) this.settle();
    if (chosen || before !== this.saving) this.section.draw();
  }

  private weigh(before: boolean): boolean {
    const { saveData = false } = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection ?? {};
    return thrifty(this.data, { saveData, speed: this.app.view?.link.speed ?? null }, before);
  }

  private settle(): void {
    const { view } = this.app;
    if (view !== null) {
      view.link.wish = this.data ?? (this.saving ? "light" : this.app.budget.full ? "full" : undefined);
      if (this.app.preferences.data === "full") this.app.budget.spare = 0;
      if (!this.saving) void view.models?.refine().catch(() => undefined);
    }
    this.app.thrifty = this.saving;
    this.hear();
  }

  private hear(): void {
    const { sound, visit, preferences } = this.app;
    if (this.playable.length === 0) return;
    const wanted = hearing(preferences.voice, this.saving, this.playable);
    if (this.heardBy === wanted.join()) return;
    this.heardBy = wanted.join();
    sound.codecs = wanted;
    visit?.hear(wanted);
  }
}

/** Panels end above the guide's words, however many lines these have. */
function measure(): void {
  const { top, height } = document.querySelector(".bottom .words")!.getBoundingClientRect();
  if (height > 0) document.documentElement.style.setProperty("--foot", `${Math.ceil(innerHeight - top)}px`);
}
