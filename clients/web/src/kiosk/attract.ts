import type { App } from "../app";
import type { LanguageMap } from "../language";
import { direction, textIn } from "../language";
import { PHRASES, say } from "../strings";
import { byId } from "../ui/page";
import { round } from "./round";

/** Seconds that a title stays in one language. */
const TITLE_S = 6;

/** What is seen while nobody visits: the place, slowly, from its stops, and its name in one language after another. */
export class Attract {
  private seconds = 0;
  private stop = -1;
  private turned = 0;
  private told = -1;
  private readonly titles: string[] = [];

  /** `still`: the picture stays at the entrance, since whoever set the screen up asked for less motion. */
  constructor(private readonly app: App, private readonly still: boolean) {}

  /** One frame, `dt` seconds after the one before; `moving` while nobody touches anything. */
  update(dt: number, moving: boolean): void {
    const { site, view } = this.app;
    if (site === null) return;
    if (moving) this.seconds += Math.min(dt, 1);
    this.title(site.title, moving);
    if (this.still || view === null || !moving) return;
    const { stop, turned } = round(this.seconds, site.stops.length);
    if (stop !== this.stop) this.go(stop);
    else this.app.visitor.turn(turned - this.turned, 0);
    this.turned = turned;
    this.stop = stop;
  }

  /** Back to the entrance, where visits begin. */
  leave(): void {
    const { site, view, visitor } = this.app;
    if (site === null) return;
    const { position, orientation } = site.scene.entrance;
    visitor.enter(position, orientation);
    // In place of the step to a stop that may be under way.
    view?.fade.through(() => visitor.enter(position, orientation));
  }

  private go(index: number): void {
    const { site, view } = this.app;
    const stop = site!.stops[index]!;
    view!.goTo(stop.position, site!.annotations.find(({ id }) => id === stop.annotation)?.position);
  }

  private title(titles: LanguageMap, moving: boolean): void {
    const at = moving ? Math.floor(this.seconds / TITLE_S) : -1;
    if (at === this.told && moving) return;
    this.told = at;
    if (this.titles.length === 0) this.titles.push(...Object.keys(titles));
    const language = moving ? this.titles[at % this.titles.length]! : this.app.language;
    write(byId("attract-title"), textIn(titles, language), language);
    if (moving) void PHRASES.of(language).then((table) => this.begin(table["begin"], language));
    else write(byId("attract-begin"), say("begin"), PHRASES.language);
  }

  private begin(text: unknown, language: string): void {
    const known = PHRASES.languages.includes(language) && typeof text === "string";
    if (this.told >= 0 && known) write(byId("attract-begin"), text, language);
  }
}

function write(element: HTMLElement, text: string, language: string): void {
  if (element.textContent === text && element.lang === language) return;
  [element.textContent, element.lang, element.dir] = [text, language, direction(language)];
}
