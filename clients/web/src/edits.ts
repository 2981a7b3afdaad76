import { Backoff } from "./backoff";
import { textIn } from "./language";
import { insist } from "./site";
import type { Site } from "./site";
import type { AnnotationChanged, Encountered } from "./wire.gen";

/** Milliseconds in which edits gather before the site is fetched again, and over which a hall of visitors spreads. */
const GATHER_MS = 300;
const SPREAD_MS = 1_700;

/** The site after a curator's edit, or null where only the server can tell: much is another, a thing is new or was moved. */
export function edited(site: Site, { annotation, label, removed }: AnnotationChanged, language: string): Site | null {
  if (removed) return { ...site, annotations: site.annotations.filter(({ id }) => id !== annotation) };
  const before = site.annotations.find(({ id }) => id === annotation);
  if (before === undefined || textIn(before.label, language) === label) return null;
  const after = { ...before, label: { ...before.label, [language]: label } };
  return { ...site, annotations: site.annotations.map((each) => (each === before ? after : each)) };
}

/** What the guide turned to, as the site calls it now; null where it is no longer there. */
export function calledNow(site: Site, met: Encountered, language: string): Encountered | null {
  const note = site.annotations.find(({ id }) => id === met.annotation);
  return note === undefined ? null : { ...met, label: textIn(note.label, language) };
}

/** A site that curators edit while the visitor is in it: names change at once, anything else is fetched. */
export class Edits {
  private changes = 0;
  private fetching = false;

  constructor(
    private readonly fetch: (site: string) => Promise<Site>,
    private readonly renewed: (site: Site) => void,
    private readonly random: () => number = Math.random,
  ) {}

  /** Take an edit of `site`; `language` is what the visitor reads, and so that of the label. */
  take(site: Site, change: AnnotationChanged, language: string): void {
    this.changes += 1;
    const now = edited(site, change, language);
    if (now === null) this.soon(site.id);
    else this.renewed(now);
  }

  private soon(site: string): void {
    if (this.fetching) return;
    this.fetching = true;
    setTimeout(() => void this.again(site), GATHER_MS + SPREAD_MS * this.random());
  }

  /** Fetch the site, and once more where it was edited meanwhile. */
  private async again(site: string): Promise<void> {
    const [backoff, before] = [new Backoff(this.random), this.changes];
    const now = await insist(() => this.fetch(site), () => backoff.next(), () => undefined);
    this.fetching = false;
    this.renewed(now);
    if (this.changes !== before) this.soon(site);
  }
}
