import { textIn } from "../language";
import type { LanguageMap } from "../language";
import { PHRASES, say } from "../strings";
import type { SiteCard } from "../site";
import { byId, element, inscribe } from "./page";

/** The card over the living scene: which place, in which language, and one button. */
export class StartCard {
  private readonly choices = byId("site-select");
  private readonly bar = byId<HTMLProgressElement>("progress");
  private readonly begin = byId<HTMLButtonElement>("begin");
  private readonly missing = element("p", "", "hint");
  private sites: SiteCard[] = [];
  private asked: string | null = null;
  private chosen = "";

  constructor(private readonly choose: (site: string) => void) {
    this.missing.id = "not-here";
    this.missing.role = "status";
    byId("site-title").before(this.missing);
  }

  /** Offer these places. Says which is shown first: the one that was asked for, else another, and the page says so. */
  first(sites: SiteCard[], asked: string | null): SiteCard | undefined {
    [this.sites, this.asked] = [sites, asked];
    return this.place(asked) ?? sites[0];
  }

  /** Offer these places from now; whether they are others, or there is a network now and was none. */
  offer(sites: SiteCard[]): boolean {
    const list = (cards: readonly SiteCard[]) => JSON.stringify(cards.map(({ id, kept }) => [id, kept]));
    const news = list(sites) !== list(this.sites);
    this.sites = sites;
    return news;
  }

  /** A place that is offered. */
  place(id: string | null): SiteCard | undefined {
    return this.sites.find((site) => site.id === id);
  }

  draw(chosen: string, language: string): void {
    this.chosen = chosen;
    this.mind();
    const { sites } = this;
    const site = this.place(chosen);
    inscribe(byId("site-title"), site?.title ?? { [PHRASES.language]: say("welcome") }, language);
    inscribe(byId("site-summary"), site === undefined ? {} : summary(site, language), language);
    byId("hint").textContent = say(matchMedia("(pointer: coarse)").matches ? "hintTouch" : "hintDesktop");
    this.choices.hidden = sites.length < 2;
    this.choices.replaceChildren(...this.sites.map((card) => this.card(card, language)));
  }

  /** The site is known: one may begin, even while the picture is still coming. */
  ready(): void {
    this.begin.disabled = false;
  }

  /** Bytes of the first picture. */
  progress(loaded: number, total: number): void {
    this.bar.value = total > 0 ? loaded / total : 1;
    const done = this.bar.value >= 1;
    byId("progress-text").textContent = done ? say("refining") : say("loading");
    this.bar.classList.toggle("done", done);
  }

  /** Say that the place that was asked for is not here, and why another is shown. */
  private mind(): void {
    const away = this.asked !== null && this.place(this.asked) === undefined;
    this.missing.hidden = !away;
    this.missing.textContent = away ? say(this.sites.some(({ kept }) => kept !== undefined) ? "offlinePlace" : "placeUnknown", { place: this.asked! }) : "";
  }

  private card(site: SiteCard, language: string): HTMLElement {
    const button = element("button", "", "site");
    button.type = "button";
    button.dataset["site"] = site.id;
    button.setAttribute("aria-pressed", String(site.id === this.chosen));
    button.append(inscribe(element("b"), site.title, language), inscribe(element("span"), summary(site, language), language));
    button.addEventListener("click", () => this.choose(site.id));
    return button;
  }
}

/** What the site says of itself beyond its name. */
function summary(site: SiteCard, language: string): LanguageMap {
  return textIn(site.summary, language) === textIn(site.title, language) ? {} : site.summary;
}
