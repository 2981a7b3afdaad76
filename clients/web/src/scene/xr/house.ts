import { ensureFonts } from "../../access/fonts";
import type { App } from "../../app";
import { COMFORT } from "../../comfort";
import type { Comfort } from "../../comfort";
import { ownName, textIn } from "../../language";
import { savePreferences } from "../../preferences";
import type { Stop } from "../../site";
import { byId } from "../../ui/page";
import type { Vector } from "../../wire.gen";
import { AsOnThePage } from "./agreeing";
import type { House } from "./menu/pages";
import { LastSaid } from "./reasons";
import { nextStop, stopAt, stopsOf } from "./route";
import { ENGLISH, wordsIn } from "./words";
import type { Words } from "./words";

/** Milliseconds between two looks at how far the forgetting is. */
const LOOK_MS = 250;

export interface HouseEvents {
  /** Something that the menu shows has changed. */
  changed(): void;
  suited(change: Partial<Comfort>): void;
  raise(): void;
  leave(): void;
}

/** The page and the visit, as the menu in the headset knows them. */
export class Hosted implements House {
  words: Words = ENGLISH;
  said = "";
  tour: string | null = null;
  /** Stops whose words were begun, and the last of them. */
  readonly seen = new Set<string>();
  last: string | null = null;
  readonly agreeing: AsOnThePage;
  readonly reasons: LastSaid;

  constructor(private readonly app: App, private readonly events: HouseEvents) {
    this.agreeing = new AsOnThePage(app, () => events.changed());
    this.reasons = new LastSaid(app, () => events.changed());
  }

  get language(): string {
    return this.app.language;
  }

  get captions(): string | null {
    return this.app.reading === this.app.language ? null : this.app.reading;
  }

  get languages(): { tag: string; name: string }[] {
    return (this.app.site?.languages ?? []).filter(this.app.within.has).map((tag) => ({ tag, name: ownName(tag) }));
  }

  /** Whether the microphone is open, as the page's own button shows it. */
  get speaking(): boolean {
    return byId("talk").getAttribute("aria-pressed") === "true";
  }

  get volume(): number {
    const { volume, muted } = this.app.preferences;
    return muted ? 0 : volume;
  }

  get comfort(): Comfort {
    return this.app.preferences.comfort ?? COMFORT;
  }

  get tours(): { id: string; title: string; minutes: number }[] {
    return (this.app.site?.tours ?? []).map(({ id, title, minutes }) => ({ id, title: textIn(title, this.language), minutes }));
  }

  get stops(): { id: string; title: string; seen: boolean }[] {
    return this.route.map((stop) => ({ ...this.named(stop), seen: this.seen.has(stop.id) }));
  }

  get nextStop(): { id: string; title: string } | null {
    const found = this.following;
    return found === null ? null : this.named(found);
  }

  /** Where the guide leads next. */
  get following(): Stop | null {
    return nextStop(this.route, this.seen, this.last);
  }

  /** The stop in whose circle these feet are. */
  at(feet: Vector): string | null {
    return stopAt(this.app.site?.stops ?? [], feet);
  }

  choose(tag: string): void {
    this.app.deeds.language(tag);
  }

  read(tag: string | null): void {
    this.app.wishes.captions(tag);
    byId<HTMLSelectElement>("captions-language").value = tag ?? "";
  }

  loud(volume: number): void {
    const held = Math.round(Math.max(0, Math.min(1, volume)) * 10) / 10;
    this.app.deeds.volume(held, held === 0);
    byId<HTMLInputElement>("volume").value = String(held);
    byId("mute").setAttribute("aria-pressed", String(held === 0));
  }

  suit(change: Partial<Comfort>): void {
    this.app.preferences.comfort = { ...this.comfort, ...change };
    savePreferences(this.app.preferences);
    this.events.suited(change);
  }

  take(tour: string | null): void {
    this.tour = tour;
  }

  go(stop: string): void {
    this.app.goto(stop);
  }

  talk(now: boolean): void {
    this.app.deeds.talk(now);
    this.events.changed();
  }

  react(reaction: "more" | "repeat" | "skip"): void {
    this.app.deeds.reacted(reaction);
  }

  raise(): void {
    this.events.raise();
  }

  /** The page's own button does it, and says how far it is. */
  forget(): void {
    byId("forget").click();
    const look = setInterval(() => {
      this.said = byId("kept-said").textContent ?? "";
      this.events.changed();
      if (!byId<HTMLButtonElement>("forget").disabled) clearInterval(look);
    }, LOOK_MS);
  }

  leave(): void {
    this.events.leave();
  }

  /** The guide turned to a stop. */
  met(stop: string): void {
    this.seen.add(stop);
    this.last = stop;
    this.events.changed();
  }

  /** Say everything in another language. */
  async retell(language: string): Promise<void> {
    this.words = await wordsIn([this.app.preferences.page ?? language, ...navigator.languages]);
    this.said = "";
    this.events.changed();
    await ensureFonts([document.documentElement.lang, this.words.tag, ...(this.app.site?.languages ?? [])]);
    this.events.changed();
  }

  private get route(): Stop[] {
    return this.app.site === null ? [] : stopsOf(this.app.site, this.tour);
  }

  private named({ id, title }: Stop): { id: string; title: string } {
    return { id, title: textIn(title, this.language) };
  }
}
