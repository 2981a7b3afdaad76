import { Vector3 } from "three";
import { Backoff } from "./backoff";
import { Microphone, hearing } from "./audio/microphone";
import { Player, playable } from "./audio/player";
import { Edits, calledNow } from "./edits";
import { choose, textIn } from "./language";
import { axes } from "./pose";
import { loadPreferences, savePreferences } from "./preferences";
import { probe } from "./probe";
import { budget } from "./scene/budget";
import { View } from "./scene/view";
import { supported } from "./scene/xr";
import { fetchFacts, fetchSite, fetchSites, insist } from "./site";
import type { Fact, Site, SiteCard } from "./site";
import { STRINGS, say, speak } from "./strings";
import { Controls } from "./ui/controls";
import { Notice } from "./ui/notice";
import { byId, translate } from "./ui/page";
import { Sources } from "./ui/sources";
import { StartCard } from "./ui/start";
import { StopList } from "./ui/stops";
import { Words, byMachine } from "./ui/words";
import { You } from "./ui/you";
import { Visit } from "./visit";
import type { VisitEvents } from "./visit";
import { Visitor } from "./visitor";
import { Walk } from "./scene/walk";
import type { AnnotationChanged, Caption, Encountered, Hello, Profile, Transcript, UtteranceStarted, Vector, Welcome } from "./wire.gen";

const TICK_MS = 40;
const VR_HINT_MS = 25_000;

/** Joins the page's parts: the scene, the visit, the voice and the words. */
export class App {
  readonly visitor = new Visitor();
  readonly words: Words;
  view: View | null = null;
  visit: Visit | null = null;
  player: Player | null = null;
  site: Site | null = null;
  private readonly preferences = loadPreferences();
  private readonly budget = budget();
  private readonly notice = new Notice(byId("notice"));
  private readonly start = new StartCard((site) => void this.choose(site));
  private readonly stops = new StopList((stop) => this.goto(stop));
  private readonly controls: Controls;
  private readonly walk: Walk;
  private readonly you: You;
  private readonly edits = new Edits(fetchSite, (site) => this.renewed(site));
  private captions: string | null = null;
  private sites: SiteCard[] = [];
  private language: string;
  private codecs: string[] = [];
  private hinting: ReturnType<typeof setTimeout> | undefined;
  private facts: { language: string; all: Promise<Record<string, Fact>> } | null = null;

  constructor() {
    this.language = this.preferences.language ?? navigator.languages[0] ?? "en";
    this.words = new Words((facts) => void sources.show(facts), (utterance) => this.doubted(utterance));
    const sources = new Sources(() => this.factsNow());
    this.controls = new Controls(this.controlEvents(), this.preferences.volume, this.preferences.muted);
    this.you = new You(this.youEvents());
    byId("talk").hidden = !hearing();
    this.walk = new Walk(byId("view"), byId("stick"), this.visitor, (x, y) => this.tapped(x, y));
    byId("begin").addEventListener("click", () => void this.begin());
    byId("enter-vr").addEventListener("click", () => void this.enterVr());
    this.view = this.open();
    this.listen();
    this.controls.languages(Object.keys(STRINGS), speak([this.language, ...navigator.languages]));
    this.retell();
    setInterval(() => this.visit?.tick(), TICK_MS);
    probe(this);
  }

  /** Fetch what can be visited and show the first of it. */
  async run(): Promise<void> {
    void supported().then((can) => (byId("enter-vr").hidden = !can || this.view === null));
    this.sites = await this.insist(fetchSites, "noServer");
    const asked = new URLSearchParams(location.search).get("site");
    const first = this.sites.find(({ id }) => id === asked) ?? this.sites[0];
    if (first !== undefined) await this.choose(first.id);
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

  private async choose(id: string): Promise<void> {
    this.start.draw(this.sites, id, this.language);
    const site = await this.insist(() => fetchSite(id), "noServer");
    this.site = site;
    this.facts = null;
    this.language = choose([this.language, ...navigator.languages, "en"], site.languages);
    this.retell();
    this.controls.languages(site.languages, this.language, site.tiers);
    this.start.draw(this.sites, id, this.language);
    this.start.ready();
    if (this.view === null) this.visitor.enter(site.scene.entrance.position, site.scene.entrance.orientation);
    await this.view?.show(site);
    this.notice.set("slowModel", false);
  }

  /** The visitor's first gesture: now sound may play, and the visit begins. */
  private async begin(): Promise<void> {
    if (this.visit !== null || this.site === null) return;
    byId<HTMLButtonElement>("begin").disabled = true;
    this.codecs = await this.openSound();
    const visit = new Visit(() => this.hello(), () => this.view?.head ?? this.visitor.head, () => this.player, this.visitEvents(), () => new Microphone());
    this.visit = visit;
    document.body.dataset["stage"] = "tour";
    byId("start").hidden = true;
    byId("tour").hidden = false;
    byId("vr-tour").append(byId("enter-vr"));
    byId("view").focus({ preventScroll: true });
    visit.open();
  }

  private async openSound(): Promise<string[]> {
    const codecs = await playable();
    this.notice.set("noAudio", codecs.length === 0);
    if (codecs.length === 0) return [];
    try {
      const player = new Player((event) => this.visit?.heard(event));
      await player.open();
      this.player = player;
      player.volume = this.loudness;
      return codecs;
    } catch {
      this.notice.set("noAudio", true);
      return [];
    }
  }

  private hello(): Hello {
    const { device } = this.budget;
    const hello = { site: this.site!.id, language: this.language, device, audio: this.codecs, captions: true };
    return this.captions === null ? hello : { ...hello, captions_language: this.captions };
  }

  private async enterVr(): Promise<void> {
    try {
      await Promise.all([this.view!.xr.enter(), this.begin()]);
    } catch {
      this.notice.tell(say("noVr"));
    }
  }

  private open(): View | null {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    try {
      return new View(byId<HTMLCanvasElement>("view"), this.visitor, this.budget, {
        frame: (dt) => this.frame(dt),
        progress: (loaded, total) => this.start.progress(loaded, total),
        trouble: () => this.notice.set("slowModel", true),
        relief: () => this.notice.set("slowModel", false),
        context: (there) => this.notice.set("contextLost", !there),
        pointed: (origin, direction) => this.visit?.point(origin, direction),
        reacted: (reaction) => this.visit?.react(reaction),
        talk: (now) => (now ? this.visit?.beginTalk() : this.visit?.endTalk()),
        presenting: (now) => this.hintInVr(now),
      }, still);
    } catch {
      this.notice.set("noWebgl", true);
      document.body.classList.add("text-tour");
      this.start.progress(1, 1);
      return null;
    }
  }

  /** How to move in a headset, for as long as it takes to read it twice. */
  private hintInVr(presenting: boolean): void {
    clearTimeout(this.hinting);
    this.view?.panel.write({ hint: presenting ? say("hintVr") : "" });
    if (presenting) this.hinting = setTimeout(() => this.view?.panel.write({ hint: "" }), VR_HINT_MS);
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
  }

  private tapped(x: number, y: number): void {
    if (this.visit === null) return;
    const found = this.view?.pick(x, y) ?? null;
    if (found === null) return;
    if ("ground" in found) this.view!.goTo(found.ground);
    else this.visit.point(found.origin, found.direction);
  }

  private visitEvents(): VisitEvents {
    return {
      link: (link, before) => {
        this.notice.set("lost", link === "lost");
        if (link === "open" && before === "lost") this.notice.tell(say("back"));
      },
      welcome: (welcome) => this.welcomed(welcome),
      encountered: (encountered) => this.met(encountered),
      edited: (change) => this.edited(change),
      voice: (there) => this.notice.set("noVoice", !there),
      problem: (problem) => this.notice.tell(problem.message),
      transcript: (transcript) => this.understood(transcript),
      speaking: (now) => {
        this.controls.speaking(now);
        if (now) this.words.hearing(say("listening"));
        this.view?.panel.write({ text: now ? say("listening") : "", note: "" });
      },
      refused: () => this.notice.tell(say("noMicrophone")),
      show: (caption, utterance) => this.show(caption, utterance),
      clear: () => {
        this.words.clear();
        this.view?.panel.write({ text: "" });
      },
    };
  }

  private welcomed(welcome: Welcome): void {
    if (!welcome.languages.includes(this.language)) this.language = welcome.language;
    this.controls.languages(welcome.languages, this.language, this.site?.tiers);
    this.retell();
  }

  private understood({ text, final, language }: Transcript): void {
    if (text === "") return;
    this.words.hearing(text);
    this.view?.panel.write({ text, note: say("you"), language: language || this.language });
    if (final) this.words.asked(text);
  }

  private met(encountered: Encountered): void {
    this.words.title(encountered.label);
    const subject = this.site?.annotations.find(({ id }) => id === encountered.annotation);
    if (this.view !== null) this.view.lantern.subject = subject === undefined ? null : new Vector3(...subject.position);
  }

  private edited(change: AnnotationChanged): void {
    this.facts = null;
    this.edits.take(this.site!, change, this.captions ?? this.language);
  }

  /** The same place with what its curators changed; the picture stays as it is. */
  private renewed(site: Site): void {
    this.site = site;
    this.name(site);
    const visit = this.visit;
    if (visit === null || visit.encountered === null) return;
    visit.encountered = calledNow(site, visit.encountered, this.captions ?? this.language);
    this.met(visit.encountered ?? { annotation: "", label: "" });
  }

  private doubted(utterance: string): boolean {
    const told = this.visit?.react("wrong", utterance) === true;
    if (told) this.notice.tell(say("wrongThanks"));
    return told;
  }

  private show(caption: Caption, utterance: UtteranceStarted): void {
    this.words.show(caption, utterance);
    const note = [this.visit?.encountered?.label ?? "", caption.imaginative === true ? say("imagined") : "", byMachine(caption) ? say("aiWritten") : ""].filter(Boolean).join("  ·  ");
    this.view?.panel.write({ text: this.words.sentence.text, note, language: utterance.captions_language ?? utterance.language });
  }

  private controlEvents() {
    return {
      asked: (text: string) => {
        this.words.asked(text);
        if (this.visit?.ask(text) === false) this.notice.tell(say("waiting"));
      },
      reacted: (reaction: "more" | "repeat" | "skip") => this.visit?.react(reaction),
      interrupted: () => this.visit?.interrupt(),
      talk: (now: boolean) => (now ? this.visit?.beginTalk() : this.visit?.endTalk()),
      story: () => this.visit?.react("story"),
      volume: (volume: number, muted: boolean) => {
        Object.assign(this.preferences, { volume, muted });
        savePreferences(this.preferences);
        if (this.player !== null) this.player.volume = this.loudness;
      },
      language: (tag: string) => {
        this.language = this.preferences.language = tag;
        savePreferences(this.preferences);
        this.retell();
        this.visit?.choose(tag, this.captions);
      },
    };
  }

  private youEvents() {
    return {
      agreed: (profile: Profile, use: boolean) => this.visit?.agree(profile, use),
      captions: (tag: string | null) => {
        if (tag === this.captions) return;
        this.captions = tag;
        this.visit?.choose(this.language, tag);
      },
      forget: () => this.visit?.forget(),
    };
  }

  /** Say everything the page itself says in the language of now. */
  private retell(): void {
    translate(speak([this.language, ...navigator.languages]));
    this.notice.draw();
    if (this.site === null) return;
    this.start.draw(this.sites, this.site.id, this.language);
    this.controls.languages(this.site.languages, this.language, this.site.tiers);
    this.you.draw(this.site.languages, this.site.themes, this.language);
    this.name(this.site);
  }

  /** Call the place and its stops by their names. */
  private name({ title, stops }: Site): void {
    this.stops.draw(stops, this.language);
    byId("place").textContent = textIn(title, this.language);
    document.title = `${textIn(title, this.language)} · Caravanserai`;
  }

  private listen(): void {
    addEventListener("online", () => this.visit?.hurry());
    addEventListener("pagehide", () => this.visit?.close());
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.visit?.open();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      this.player?.wake();
      this.visit?.hurry();
    });
    addEventListener("pointerdown", () => this.player?.wake());
  }

  private get loudness(): number {
    return this.preferences.muted ? 0 : this.preferences.volume;
  }

  private factsNow(): Promise<Record<string, Fact>> {
    if (this.facts?.language !== this.language) {
      const all = fetchFacts(this.site!.id, this.language);
      all.catch(() => (this.facts = null));
      this.facts = { language: this.language, all };
    }
    return this.facts.all;
  }

  private async insist<T>(ask: () => Promise<T>, condition: "noServer"): Promise<T> {
    const backoff = new Backoff();
    const answer = await insist(ask, () => backoff.next(), () => this.notice.set(condition, true));
    this.notice.set(condition, false);
    return answer;
  }
}
