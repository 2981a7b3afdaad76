import { Edits } from "./edits";
import { fetchFacts, fetchSite } from "./site";
import type { Fact, Site } from "./site";
import type { AnnotationChanged } from "./wire.gen";

/** The place that is visited: its description, its facts, and what its curators change meanwhile. */
export class Place {
  site: Site | null = null;
  private readonly edits: Edits;
  private facts: { language: string; all: Promise<Record<string, Fact>> } | null = null;

  /** `renewed` is told once what curators changed is here. */
  constructor(renewed: (site: Site) => void) {
    this.edits = new Edits(fetchSite, (site) => renewed((this.site = site)));
  }

  enter(site: Site): void {
    this.site = site;
    this.facts = null;
  }

  /** A curator's edit was published. */
  edited(change: AnnotationChanged, language: string): void {
    this.facts = null;
    this.edits.take(this.site!, change, language);
  }

  /** Every fact in one language, fetched once. */
  factsIn(language: string): Promise<Record<string, Fact>> {
    if (this.facts?.language !== language) {
      const all = fetchFacts(this.site!.id, language);
      all.catch(() => (this.facts = null));
      this.facts = { language, all };
    }
    return this.facts.all;
  }
}
