/** What can be had now: everything while there is a house; while there is none, what is kept on this device. */
export class Within {
  private kept: readonly string[] | undefined;
  private line = false;

  /** The languages that are kept of the place, while there is no house; undefined once there is one. Says whether that is news. */
  become(kept: readonly string[] | undefined): boolean {
    if (kept === undefined) this.line = false;
    const news = kept?.join() !== this.kept?.join();
    this.kept = kept;
    this.mark();
    return news;
  }

  /** The line to the house is cut. */
  cut(): void {
    this.line = true;
    this.mark();
  }

  /** Whether a language can be chosen; where no words are kept none is better than another. */
  readonly has = (tag: string): boolean => this.kept === undefined || this.kept.length === 0 || this.kept.includes(tag);

  /** Links that lead to the house would lead to the browser's own page of errors. */
  private mark(): void {
    document.body.toggleAttribute("data-cut", this.line || this.kept !== undefined);
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-scorecard]")) link.hidden = cutOff() || !link.hasAttribute("href");
  }
}

/** Whether the house cannot be reached, as far as the page knows. */
export function cutOff(): boolean {
  return document.body.hasAttribute("data-cut");
}
