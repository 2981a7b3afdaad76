import { ensureFonts } from "../access/fonts";
import type { App } from "../app";
import type { Companion } from "../companions";
import { textIn } from "../language";
import { erase } from "../privacy";
import type { Site } from "../site";
import { say } from "../strings";
import { byId } from "../ui/page";
import type { Caption, Problem, UtteranceStarted } from "../wire.gen";
import { Attract } from "./attract";
import { Beside } from "./beside";
import { Corner } from "./corner";
import { measureFoot } from "./foot";
import { Greeting } from "./greeting";
import { held } from "./hold";
import { fetchTold, offerVisit } from "./house";
import type { KioskTold } from "./house";
import { isOpen } from "./hours";
import { Idle } from "./idle";
import { keepIn } from "./keep-in";
import { startAfresh } from "./leaving";
import { StillThere } from "./still";
import { TakeAlong } from "./take";
import { Nurse } from "./vitals";
import { Wall } from "./wall";
import { ailment } from "./watch";
import type { Reason } from "./watch";
import { reached, wayOut } from "./way-out";
import { wipeNow } from "./wipe";

const TICK_MS = 250;
const ASK_MS = 20_000;
/** So long after a touch without a beginning the attract loop takes over again. */
const UNDECIDED_MS = 45_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** A screen in a hall: it invites, it guides one visit after another, and of each nothing stays. */
export class Kiosk implements Companion {
  private readonly attract: Attract;
  private readonly wall: Wall;
  private readonly greeting = new Greeting(byId("wall-greeting"));
  private readonly beside = new Beside();
  private readonly still: StillThere;
  private readonly idle: Idle;
  private readonly nurse: Nurse;
  private touched = -Infinity;
  private asked = performance.now();
  private away = false;
  private stop: string | null = null;
  private presents = false;
  private gone = false;

  constructor(private readonly app: App, private told: KioskTold) {
    this.attract = new Attract(app, matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.wall = new Wall({ chosen: (touched, first, second) => this.chosen(touched, first, second) });
    this.idle = new Idle(1_000 * told.rules.idle_seconds, performance.now());
    this.nurse = new Nurse(byId("view"), () => app.view !== null && !this.presents);
    this.still = new StillThere(() => this.stay(), () => this.finish());
    new TakeAlong(() => this.link(), () => undefined);
    const corner = new Corner({ told: () => this.told, nurse: this.nurse, changed: (rules) => this.ruled({ ...this.told, rules }), afresh: (reason, more) => this.afresh(reason, more) });
    held(byId("corner-spot"), () => corner.open());
    this.listen(corner);
    this.ruled(told);
    document.body.dataset["kiosk"] = "attract";
    byId("attract-vr").append(byId("enter-vr"));
    byId("tour").role = "main";
    for (const part of document.querySelectorAll("#tour > :is(header, footer)")) part.role = "group";
    byId("tour").prepend(byId("kiosk-place"));
    document.querySelector(".bottom .words")!.after(byId("second"));
    document.querySelector(".top")!.append(byId("kiosk-bar"));
    measureFoot(document.querySelector(".bottom .words")!, document.querySelectorAll("#tour > :is(.top, .bottom)"));
    setInterval(() => this.tick(), TICK_MS);
    this.frames();
  }

  entered(site: Site): void {
    byId<HTMLButtonElement>("attract-begin").disabled = false;
    this.offer(site, this.app.language);
    void ensureFonts(site.languages);
  }

  retold(language: string): void {
    const { site } = this.app;
    if (site !== null) this.offer(site, language);
    byId("kiosk-place").textContent = byId("attract-title").textContent = site === null ? "" : textIn(site.title, language);
  }

  begun(): void {
    this.attract.leave();
    document.body.dataset["kiosk"] = "tour";
    byId("tongues").prepend(byId("wall-part"));
    this.greeting.hush();
    this.idle.touch(performance.now());
    this.app.sound.limit(this.told.rules.volume);
    byId("show-take").hidden = this.address === "";
  }

  shown(caption: Caption, utterance: UtteranceStarted): void {
    this.idle.hear(performance.now());
    this.beside.show(caption, utterance);
  }

  cleared(): void {
    this.beside.clear();
  }

  encountered({ stop }: { stop?: string | null }): void {
    this.stop = stop ?? this.stop;
  }

  presenting(now: boolean): void {
    this.presents = now;
    this.idle.hold(now, performance.now());
  }

  problem({ code }: Problem): void {
    if (code === "taken-along") this.takenAlong();
  }

  private get visiting(): boolean {
    return this.app.visit !== null;
  }

  private get address(): string {
    return reached(this.told.address, location);
  }

  private tick(): void {
    const now = performance.now();
    if (this.gone) return;
    if (now - this.asked > ASK_MS) void this.ask();
    if (this.visiting) this.attend(now);
    else this.invite(now);
  }

  /** While somebody visits: ask when they seem gone, forget them when they are. */
  private attend(now: number): void {
    if (this.app.sound.clips.playing) this.idle.hear(now);
    const attention = this.idle.at(now);
    if (attention.kind === "gone") this.finish();
    else if (attention.kind === "asking") this.still.ask(attention.left);
    else if (this.still.open) this.still.close();
  }

  /** While nobody does: rest outside the hours, start afresh where the page does not do well. */
  private invite(now: number): void {
    const undecided = now - this.touched < UNDECIDED_MS;
    document.body.toggleAttribute("data-undecided", undecided);
    if (undecided || byId<HTMLDialogElement>("corner").open) return;
    if (this.touched > 0) this.undecided();
    const reason = isOpen(this.told.rules.hours, new Date()) ? ailment(this.nurse.vitals) : "hours";
    if (reason !== null) this.afresh(reason);
  }

  /** They went away without beginning: what they chose is nobody's. */
  private undecided(): void {
    this.touched = -Infinity;
    this.greeting.hush();
    this.wall.clear();
    this.app.speakIn(this.app.site?.languages[0] ?? "en", null);
    wipeNow();
  }

  /** A touch on the wall: it is answered in that language. */
  private chosen(touched: string, first: string, second: string | null): void {
    if (!this.visiting) this.greeting.say(this.told, touched, this.app.sound.loudness);
    this.app.speakIn(first, second);
  }

  private stay(): void {
    this.idle.touch(performance.now());
    this.still.close();
  }

  /** The visit ends here, and nothing of it stays. */
  private finish(): void {
    this.afresh("visit");
  }

  private takenAlong(): void {
    this.app.visit?.leave();
    this.app.sound.clips.hush();
    this.app.notice.tell(say("kioskTaken"));
    this.gone = true;
    void startAfresh("visit");
  }

  private afresh(reason: Reason, more = ""): void {
    if (this.gone) return;
    this.gone = true;
    this.greeting.hush();
    this.app.sound.clips.hush();
    const { visit, claim } = this.app;
    visit?.forget();
    visit?.close();
    // The line may be cut, or the page be gone before the goodbye is read: the house would hold the visit for whoever takes it up.
    void startAfresh(reason, () => (claim === null ? Promise.resolve() : erase(claim, true)), more);
  }

  private async link(): Promise<{ url: string; once: boolean }> {
    const { language, visit, claim } = this.app;
    const way = { site: this.told.site, language, stop: this.stop };
    if (visit === null || claim === null) return { url: wayOut(this.address, way), once: false };
    const code = await offerVisit(this.told.site, claim.visit, claim.resume, this.stop ?? "").catch(() => undefined);
    return { url: wayOut(this.address, { ...way, code }), once: code !== undefined };
  }

  /** Ask the house what holds now, and whether it is still the same house. */
  private async ask(): Promise<void> {
    this.asked = performance.now();
    try {
      const told = await fetchTold(this.told.site);
      if (told === null) return;
      if (told.started !== this.told.started) this.nurse.anotherServer = true;
      this.ruled({ ...told, started: this.told.started });
      this.reach(true);
    } catch {
      this.reach(false);
    }
  }

  private reach(there: boolean): void {
    if (this.away === !there) return;
    this.away = !there;
    this.app.notice.set("noServer", !there);
  }

  private offer({ languages, tiers }: Site, language: string): void {
    const silent = languages.filter((tag) => this.told.greetings[tag]?.voiced === false);
    this.wall.draw(languages, language, tiers, new Set(silent));
  }

  private ruled(told: KioskTold): void {
    this.told = told;
    if (this.app.site !== null) this.offer(this.app.site, this.app.language);
    this.idle.patience = 1_000 * told.rules.idle_seconds;
    this.app.sound.limit(told.rules.volume);
  }

  private listen(corner: Corner): void {
    for (const kind of TOUCHES) addEventListener(kind, (event) => this.moved(event), { passive: true, capture: true });
    byId("attract-begin").addEventListener("click", () => void this.app.begin());
    byId("show-tongues").addEventListener("click", () => byId<HTMLDialogElement>("tongues").showModal());
    byId("tongues-close").addEventListener("click", () => byId<HTMLDialogElement>("tongues").close());
    byId("finish").addEventListener("click", () => this.finish());
    keepIn(document.body);
    addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.altKey && event.code === "KeyO") corner.open();
      if (event.key.length === 1 && !event.ctrlKey && !event.altKey) document.body.toggleAttribute("data-keyboard", true);
    });
  }

  private moved(event: Event): void {
    const now = performance.now();
    if (event.type === "pointermove" && (event as PointerEvent).buttons === 0 && !this.visiting) return;
    this.touched = now;
    // Of the question itself only its buttons count: whoever brushes the screen in passing has not answered.
    if (!this.still.open) this.idle.touch(now);
  }

  private frames(): void {
    let before = performance.now();
    const draw = (): void => {
      const now = performance.now();
      this.nurse.frame();
      if (!this.visiting && !this.gone) this.attract.update((now - before) / 1_000, now - this.touched > UNDECIDED_MS);
      before = now;
      requestAnimationFrame(draw);
    };
    draw();
  }
}
