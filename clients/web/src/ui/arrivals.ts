import type { App } from "../app";
import type { Companion } from "../companions";
import { fetchSites } from "../site";

const EVERY_MS = 15_000;

/** Places that open while a visitor still chooses: they join the list without a reload. */
export class Arrivals implements Companion {
  private readonly looking: ReturnType<typeof setInterval>;

  constructor(private readonly app: App) {
    this.looking = setInterval(() => void this.look(), EVERY_MS);
  }

  begun(): void {
    clearInterval(this.looking);
  }

  private async look(): Promise<void> {
    if (document.visibilityState !== "visible" || this.app.site === null) return;
    const sites = await fetchSites().catch(() => null);
    if (sites !== null) this.app.offer(sites);
  }
}
