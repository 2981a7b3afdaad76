import { direction } from "../language";
import type { Fact, Site, Stop } from "../site";
import { say } from "../strings";
import { byId, element, inscribe } from "../ui/page";
import { cutOff } from "../within";
import { patiently } from "./waiting";

/** Facts by annotation, as `/api/sites/{site}/annotations.json` has them. */
type About = ReadonlyMap<string, readonly string[]>;

/** The whole walk as something to read: each stop a heading, with what there is to know, and a way there. */
export class TourWords {
  private readonly panel = byId("tour-words");
  private readonly list = byId("tour-words-stops");
  private site: Site | null = null;
  private language = "en";
  private at: string | null = null;
  private drawn = "";
  private about: { site: string; facts: Promise<About> } | null = null;

  /** `go` leads to a stop; `facts` are those of the site in the visitor's language. */
  constructor(private readonly go: (stop: string) => void, private readonly facts: () => Promise<Record<string, Fact>>) {
    new MutationObserver(() => void this.show()).observe(this.panel, { attributeFilter: ["hidden"] });
  }

  /** The site, or its language, is another now. */
  tell(site: Site, language: string): void {
    [this.site, this.language, this.drawn] = [site, language, ""];
    void this.show();
  }

  /** The visitor stands at this stop. */
  mark(stop: string | null): void {
    if (stop === this.at) return;
    this.at = stop;
    for (const article of this.list.querySelectorAll("article")) article.querySelector<HTMLElement>(".here")!.hidden = article.dataset["stop"] !== stop;
  }

  private async show(): Promise<void> {
    const { site, language } = this;
    if (this.panel.hidden || site === null || this.drawn === `${site.id} ${language}`) return;
    this.drawn = `${site.id} ${language}`;
    byId("tour-words-count").textContent = say("placesCount", { n: site.stops.length });
    if (site.tiers[language] === "checked") byId("tour-words-count").append(" ", element("span", say("aiWritten"), "mark"));
    try {
      const [facts, about] = await patiently(this.list, Promise.all([this.facts(), this.of(site.id)]));
      this.list.replaceChildren(...site.stops.map((stop) => this.article(stop, (about.get(stop.annotation) ?? []).flatMap((id) => facts[id] ?? []))));
    } catch {
      this.drawn = "";
      this.list.replaceChildren(element("p", say(cutOff() ? "offlineMissing" : "sourcesMissing")), ...site.stops.map((stop) => this.article(stop)));
    }
  }

  /** A stop with what there is to know about it; without `facts` nobody knows whether anything is written. */
  private article(stop: Stop, facts?: readonly Fact[]): HTMLElement {
    const made = element("article");
    made.dataset["stop"] = stop.id;
    const here = element("p", say("youAreHere"), "mark here");
    here.hidden = stop.id !== this.at;
    const name = inscribe(element("h3"), stop.title, this.language);
    name.id = `words-of-${stop.id}`;
    const go = element("button", say("hearHere"));
    [go.type, go.id] = ["button", `hear-${stop.id}`];
    go.setAttribute("aria-labelledby", `hear-${stop.id} ${name.id}`);
    go.addEventListener("click", () => this.go(stop.id));
    made.append(name, here, ...(facts?.length === 0 ? [element("p", say("nothingWritten"))] : (facts ?? []).map((fact) => this.told(fact))), go);
    return made;
  }

  private told(fact: Fact): HTMLElement {
    const made = element("p", fact.text);
    written(made, this.language);
    const from = fact.sources.map(({ author, title, year }) => [author, title, year].filter(Boolean).join(", "));
    if (fact.disputed) made.append(" ", element("span", say("disputed"), "mark"));
    if (from.length > 0) made.append(" ", element("small", `${say("sources")}: ${from.join(" · ")}`));
    return made;
  }

  private of(site: string): Promise<About> {
    if (this.about?.site !== site) {
      const facts = fetchAbout(site);
      facts.catch(() => (this.about = null));
      this.about = { site, facts };
    }
    return this.about.facts;
  }
}

async function fetchAbout(site: string): Promise<About> {
  const answer = await fetch(`/api/sites/${encodeURIComponent(site)}/annotations.json`, { headers: { Accept: "application/ld+json, application/json" } });
  if (!answer.ok) throw new Error(`annotations: HTTP ${answer.status}`);
  const { items } = (await answer.json()) as { items: { id: string; "caravanserai:facts"?: string[] }[] };
  return new Map(items.map((each) => [each.id.slice(Math.max(each.id.lastIndexOf("/"), each.id.lastIndexOf(":"), each.id.lastIndexOf("#")) + 1), each["caravanserai:facts"] ?? []]));
}

function written(node: HTMLElement, language: string): void {
  [node.lang, node.dir] = [language, direction(language)];
}
