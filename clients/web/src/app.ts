import { looksFrom, still } from "./access/looks";
import { Microphone, hearing } from "./audio/microphone";
import type { Player } from "./audio/player";
import { Claims } from "./claims";
import { Companions } from "./companions";
import { deedsOf, wishesOf } from "./deeds";
import { insisting } from "./insisting";
import { choose, ownName, textIn } from "./language";
import type { Otherwise } from "./otherwise";
import { Place } from "./place";
import { axes } from "./pose";
import { loadPreferences, savePreferences } from "./preferences";
import type { Claim } from "./privacy";
import { probe } from "./probe";
import { budget } from "./scene/budget";
import { View } from "./scene/view";
import { Walk } from "./scene/walk";
import { supported } from "./scene/xr/gate";
import { seeing } from "./seeing";
import { fetchSite, fetchSites } from "./site";
import type { Site, SiteCard } from "./site";
import { Sound } from "./sound";
import { LANGUAGES, say, speak } from "./strings";
import { Telling } from "./telling";
import type { Stage } from "./telling";
import { Controls } from "./ui/controls";
import { MediaCard } from "./ui/media";
import { Notice } from "./ui/notice";
import { byId, linkScorecard, translate } from "./ui/page";
import { Sources } from "./ui/sources";
import { StartCard } from "./ui/start";
import { StopList } from "./ui/stops";
import { Words } from "./ui/words";
import { You } from "./ui/you";
import { Visit } from "./visit";
import { Visitor } from "./visitor";
import { wakeWith } from "./waking";
import { Within } from "./within";
import type { Hello, Vector, Welcome } from "./wire.gen";

const TICK_MS = 40;

/** Joins the page's parts: the scene, the visit, the voice and the words. */
export class App implements Stage {
  readonly visitor = new Visitor();
  readonly notice = new Notice(byId("notice"));
  readonly words: Words;
  readonly controls: Controls;
  readonly place = new Place((site) => this.renewed(site));
  readonly companions: Companions;
  view: View | null = null;
  visit: Visit | null = null;
  language: string;
  readonly preferences = loadPreferences();
  readonly sound = new Sound(this.preferences, (event) => this.visit?.heard(event));
  readonly media = new MediaCard(this.sound.clips);
  private readonly telling = new Telling(this);
  readonly claims = new Claims();
  readonly budget = budget();
  /** Whether data are saved. */
  thrifty = false;
  private readonly start = new StartCard((site) => void this.choose(site));
  private readonly stops = new StopList((stop) => this.goto(stop));
  private readonly walk: Walk;
  readonly you: You;
  /** What is read, where it is another language than what is heard. */
  private captions: string | null = null;
  /** A second visitor's captions. */
  private beside: string | null = null;
  /** What can be had now. */
  readonly within = new Within();
  /** What visitors do with the page's controls; a headset's menu does the same. */
  readonly deeds = deedsOf(this);
  readonly wishes = wishesOf(this);

  constructor(private readonly otherwise: Otherwise = {}) {
    this.language = this.preferences.language ?? navigator.languages[0] ?? "en";
    this.words = new Words((facts) => void sources.show(facts), (utterance) => this.deeds.doubted(utterance));
    const sources = new Sources(() => this.place.factsIn(this.language));
    this.controls = new Controls(this.deeds, this.preferences.volume, this.preferences.muted);
    this.you = new You(this.claims, this.wishes);
    this.you.standing.onChanged(() => this.notice.set("oneMoment", this.you.standing.slow));
    byId("talk").hidden = !hearing();
    this.walk = new Walk(byId("view"), byId("stick"), this.visitor, (x, y) => this.tapped(x, y));
    byId("begin").addEventListener("click", () => void this.begin());
    byId("enter-vr").addEventListener("click", () => void this.enterVr());
    this.view = this.open();
    this.companions = new Companions(this, otherwise.joining);
    wakeWith(this);
    this.controls.languages(LANGUAGES, choose([this.language, ...navigator.languages, "en"], LANGUAGES));
    this.retell();
    setInterval(() => this.visit?.tick(), TICK_MS);
    probe(this);
  }

  get site(): Site | null {
    return this.place.site;
  }

  get player(): Player | null {
    return this.sound.player;
  }

  /** The visit that goes on, as its visitor claims what is kept of it. */
  get claim(): Claim | null {
    return this.claims.current;
  }

  get reading(): string {
    return this.captions !== null && this.within.has(this.captions) ? this.captions : this.language;
  }

  /** Fetch what can be visited and show the first of it. */
  async run(): Promise<void> {
    void supported().then((can) => {
      byId("enter-vr").hidden = !can || this.view === null;
      if (can) void this.view?.xr.prepare().catch(() => undefined);
    });
    const sites = await insisting(this.notice, fetchSites);
    const { site: only } = this.otherwise;
    const shown = this.start.first(sites, only ?? new URLSearchParams(location.search).get("site"));
    const first = only === undefined ? shown : this.start.place(only);
    if (first !== undefined) await this.choose(first.id);
  }

  /** Places opened, or closed, while the visitor still chooses; or the network came, or went. */
  offer(sites: SiteCard[]): void {
    if (this.site === null || !this.start.offer(sites)) return;
    const card = this.start.place(this.site.id);
    if (card !== undefined) this.limit(card.kept);
    this.start.draw(this.site.id, this.language);
  }

  /** Without a house only what is kept can be had, in these languages; undefined: there is one again. */
  limit(kept: readonly string[] | undefined): void {
    if (this.within.become(kept)) this.retell();
  }

  /** Go to a stop through a short darkness. */
  goto(id: string): void {
    const stop = this.site?.stops.find((known) => known.id === id);
    if (stop === undefined) return;
    const target = this.site?.annotations.find((known) => known.id === stop.annotation)?.position;
    if (this.view === null) this.visitor.stand(stop.position, target);
    else this.view.goTo(stop.position, target);
    if (innerWidth < 980 && !byId("stops").hidden && this.view !== null) byId("show-stops").click();
  }

  /** The visit is open, or open again. Says whether it had to begin anew, which the visitor was told. */
  welcomed({ visit, resume, languages, language }: Welcome): boolean {
    const anew = this.claims.current !== null && this.claims.current.visit !== visit;
    if (anew) this.notice.tell([say("visitAnew"), this.you.anew() ? say("consentAnew") : ""].join(" ").trim(), true);
    this.claims.current = { visit, resume };
    if (!languages.includes(this.language)) this.language = language;
    this.controls.languages(languages, this.language, this.site?.tiers, this.within.has);
    this.retell();
    return anew;
  }

  private async choose(id: string): Promise<void> {
    this.start.draw(id, this.language);
    const site = await insisting(this.notice, () => fetchSite(id));
    this.within.become(this.start.place(id)?.kept);
    this.place.enter(site);
    this.companions.tell("entered", site);
    this.language = choose([this.language, ...navigator.languages, "en"], site.languages.filter(this.within.has));
    this.retell();
    this.controls.languages(site.languages, this.language, site.tiers, this.within.has);
    this.start.draw(id, this.language);
    this.start.ready();
    if (this.view === null) this.visitor.enter(site.scene.entrance.position, site.scene.entrance.orientation);
    await this.view?.show(site);
    this.companions.tell("pictured");
    this.notice.set("slowModel", false);
  }

  /** The visitor's first gesture: now sound may play, and the visit begins. */
  async begin(): Promise<void> {
    if (this.visit !== null || this.site === null) return;
    byId<HTMLButtonElement>("begin").disabled = true;
    this.notice.set("noAudio", !(await this.sound.open()));
    const visit = new Visit(() => this.hello(), () => this.view?.head ?? this.visitor.head, () => this.player, this.telling, () => new Microphone());
    this.visit = visit;
    document.body.dataset["stage"] = "tour";
    byId("start").hidden = true;
    byId("tour").hidden = false;
    byId("vr-tour").append(byId("enter-vr"));
    byId("view").focus({ preventScroll: true });
    this.companions.tell("begun");
    visit.open();
  }

  private hello(): Hello {
    const device = this.otherwise.device ?? this.budget.device;
    const hello = { site: this.site!.id, language: this.language, device, audio: this.sound.codecs, captions: true };
    return { ...hello, ...(this.captions !== null && { captions_language: this.captions }), ...(this.beside !== null && { captions_beside: this.beside }) };
  }

  private async enterVr(): Promise<void> {
    try {
      await Promise.all([this.view!.xr.enter(), this.begin()]);
    } catch {
      this.notice.tell(say("noVr"));
    }
  }

  private open(): View | null {
    const calm = still(looksFrom(this.preferences.looks));
    try {
      const events = seeing(this, { frame: (dt) => this.frame(dt), progress: (loaded, total) => this.start.progress(loaded, total) });
      return new View(byId<HTMLCanvasElement>("view"), this.visitor, this.budget, events, calm);
    } catch {
      this.notice.set("noWebgl", true);
      document.body.classList.add("text-tour");
      this.start.progress(1, 1);
      return null;
    }
  }

  private frame(dt: number): void {
    const view = this.view;
    if (view === null || this.visit === null) return;
    if (!view.xr.presenting) this.walk.update(dt);
    view.lantern.voice = this.player?.level ?? 0;
    const { position, orientation } = view.head;
    const { forward, up } = axes(orientation);
    this.player?.place(view.lantern.group.position.toArray() as Vector, position, forward, up);
    this.stops.mark(this.stops.near(...this.visitor.feet));
    this.companions.tell("frame", dt);
  }

  private tapped(x: number, y: number): void {
    if (this.visit === null) return;
    const found = this.view?.pick(x, y) ?? null;
    if (found === null) return;
    if ("ground" in found) this.view!.goTo(found.ground);
    else this.visit.point(found.origin, found.direction);
  }

  /** The same place with what its curators changed; the picture stays as it is. */
  private renewed(site: Site): void {
    this.name(site);
    this.telling.renewed(site);
    this.companions.tell("entered", site);
  }

  /** Go on in another language, read beside it in a second one where two visitors read. */
  speakIn(tag: string, beside = this.beside): void {
    if (!this.within.has(tag)) return this.notice.tell(say("offlineLanguage", { language: ownName(tag) }), true);
    this.preferences.language = tag;
    savePreferences(this.preferences);
    this.goOnIn(tag, beside);
  }

  /** The same for now: what the visitor wishes stays as it is. */
  goOnIn(tag: string, beside = this.beside): void {
    this.language = tag;
    this.beside = beside === tag ? null : beside;
    this.retell();
    this.visit?.choose(tag, this.captions, this.beside);
  }

  /** Read the captions in another language than the guide speaks; null for the same one. */
  readIn(tag: string | null): void {
    if (tag === this.captions) return;
    this.captions = tag;
    this.visit?.choose(this.language, tag, this.beside);
  }

  /** Say everything the page itself says in the language of now. */
  retell(): Promise<void> {
    const { page, language } = this.preferences;
    const wanted = [page ?? "", language ?? "", ...(language === undefined ? navigator.languages : []), this.language];
    return speak(wanted.filter(Boolean)).then((tag) => this.retold(tag));
  }

  private retold(tag: string): void {
    translate(tag);
    this.notice.draw();
    this.companions.tell("retold", this.language);
    if (this.site === null) return;
    this.start.draw(this.site.id, this.language);
    this.controls.languages(this.site.languages, this.language, this.site.tiers, this.within.has);
    this.you.draw(this.site.languages, this.site.themes, this.language, this.within.has);
    this.name(this.site);
  }

  /** Call the place and its stops by their names. */
  private name({ id, title, stops }: Site): void {
    this.stops.draw(stops, this.language);
    byId("place").textContent = textIn(title, this.language);
    linkScorecard(id, this.language);
    document.title = `${textIn(title, this.language)} · Caravanserai`;
  }
}
