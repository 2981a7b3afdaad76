import { sounds as tell } from "../access/cues";
import type { App } from "../app";
import type { Companion } from "../companions";
import { axes } from "../pose";
import { savePreferences } from "../preferences";
import type { PlaceSound, Site } from "../site";
import { byId, element, worded } from "../ui/page";
import { Loops } from "./loops";
import { AUDIBLE, UNDER_VOICE, loudness, side } from "./mixing";

const EVERY_S = 0.1;
/** Between two names of sounds, so that each can be read. */
const APART_S = 6;
const USUAL = 0.6;

/** What the place sounds like: softer while the guide speaks, silent with it, and named to who does not hear it. */
export class Ambience implements Companion {
  private readonly slider = element("input");
  private sounds: readonly PlaceSound[] = [];
  private loops: Loops | null = null;
  private readonly told = new Set<string>();
  private began = false;
  private speaking = false;
  private since = 0;
  private quiet = APART_S;

  constructor(private readonly app: App) {
    this.build();
    document.addEventListener("visibilitychange", () => this.loops?.rest(document.hidden));
  }

  entered(site: Site): void {
    const sounds = site.sounds ?? [];
    if (JSON.stringify(sounds) === JSON.stringify(this.sounds)) return;
    this.loops?.close();
    this.loops = null;
    this.told.clear();
    this.sounds = sounds;
  }

  begun(): void {
    this.began = true;
  }

  shown(): void {
    this.speaking = true;
  }

  cleared(): void {
    this.speaking = false;
  }

  frame(dt: number): void {
    this.since += dt;
    this.quiet += dt;
    if (this.since < EVERY_S || this.app.view === null) return;
    this.since = 0;
    const { position, orientation } = this.app.view.head;
    const wanted = this.began ? this.volume * this.app.sound.loudness : 0;
    if (wanted > 0) this.open();
    for (const loop of this.loops?.all ?? []) {
      const loud = loudness(loop.sound, position);
      this.loops!.set(loop, loud * wanted * (this.speaking ? UNDER_VOICE : 1), side(loop.sound, position, axes(orientation).forward));
      if (this.began && loud >= AUDIBLE) this.name(loop.sound.kind);
    }
  }

  private get volume(): number {
    return this.app.preferences.ambience ?? USUAL;
  }

  /** Not where data are saved: the guide's voice comes first. */
  private open(): void {
    if (this.loops !== null || this.app.thrifty || this.sounds.length === 0) return;
    this.loops = new Loops();
    void this.loops.open(this.sounds);
  }

  /** Each kind once at a place; the guide's own words go before it. */
  private name(kind: string): void {
    if (this.told.has(kind) || this.quiet < APART_S || this.speaking) return;
    this.told.add(kind);
    this.quiet = 0;
    tell(kind);
  }

  private build(): void {
    Object.assign(this.slider, { type: "range", min: "0", max: "1", step: "0.05", id: "ambience", value: String(this.volume) });
    const row = element("label", "", "row-of");
    row.append(worded("span", "ambience"), this.slider);
    byId("settings-form").append(row);
    this.slider.addEventListener("input", () => {
      this.app.preferences.ambience = Number(this.slider.value);
      savePreferences(this.app.preferences);
    });
  }
}
