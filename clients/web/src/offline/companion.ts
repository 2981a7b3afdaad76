import type { App } from "../app";
import type { Companion } from "../companions";
import type { Link } from "../connection";
import { ownName } from "../language";
import type { Site } from "../site";
import { say } from "../strings";
import { byId } from "../ui/page";
import type { Encountered } from "../wire.gen";
import type { KeepFiles, TakeOver } from "./caches";
import { Narrator, stopAt } from "./narrator";
import { filesOf } from "./reduce";
import type { Kept, Shelf } from "./shelf";

/** Milliseconds after which the guide tells what is kept: at the beginning, and where there was a house before. */
const PATIENCE_MS = { first: 2_500, later: 10_000 };
const LOOK_MS = 300;
/** Milliseconds between two looks whether the picture is as fine as it gets, before the place is kept. */
const SETTLE_MS = 4_000;

export type Keeping = { state: "no" | "full" } | { state: "now"; share: number } | { state: "kept"; bytes: number; tongues: readonly string[] };

/** Keeps what was visited for a road without a network, and guides on that road. */
export class Offline implements Companion {
  keeping: Keeping = { state: "no" };
  /** Told whenever `keeping` changes. */
  changed: () => void = () => undefined;
  private narrator: Narrator | null = null;
  private shelf: Promise<Shelf> | null = null;
  private link: Link = "closed";
  private since = 0;
  private met = false;
  private refused = false;
  /** What the guide speaks without a house, and what it would speak with one. */
  private spoken = "";
  private wished: string | null = null;

  constructor(private readonly app: App) {
    byId("repeat").addEventListener("click", () => this.alone && void this.narrator?.again());
    byId("more").addEventListener("click", () => this.alone && this.app.notice.tell(say("offlineMore")));
    byId("ask-form").addEventListener("submit", () => this.alone && this.app.notice.tell(say("offlineAsk")));
    performance.setResourceTimingBufferSize(4_000);
    void this.prepare();
  }

  /** Whether the guide goes by what is kept. */
  get alone(): boolean {
    return this.narrator !== null;
  }

  begun(): void {
    setInterval(() => void this.look(), LOOK_MS);
    void this.keepOnceSettled();
  }

  entered(site: Site): void {
    void this.known(site.id);
  }

  linked(link: Link): void {
    if (link === "lost" && this.link !== "lost") this.since = performance.now();
    this.link = link;
    if (link === "lost") this.app.within.cut();
    if (link !== "open") return;
    this.met = true;
    this.app.limit(undefined);
    this.end();
  }

  encountered({ stop }: Encountered): void {
    if (stop !== undefined) this.narrator?.known(stop);
  }

  forgotten(): void {
    this.refused = true;
    this.become({ state: "no" });
    void this.drop();
  }

  /** Keep the place that is visited; `whole` also what this visitor has not heard or seen yet. */
  async keep(whole: boolean): Promise<void> {
    const { site, language } = this.app;
    if (site === null || this.keeping.state === "now" || !("caches" in window)) return;
    this.refused = false;
    this.become({ state: "now", share: 0 });
    const fetched = fetchedHere();
    const order = { site, language, files: filesOf(site, fetched), whole };
    const kept = await (await this.open()).keep(order, (share) => this.become({ state: "now", share })).catch(() => null);
    if (this.refused) return void (await this.drop());
    this.become(kept === null ? { state: "full" } : await this.keptNow(kept));
    await this.keepFiles([...fetched]);
  }

  /** Forget every place that is kept here. */
  async drop(): Promise<void> {
    await forgetOffline();
    this.become({ state: "no" });
  }

  /** The worker that opens the page without a network; a newer one takes over before a visit begins. */
  private async prepare(): Promise<void> {
    if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
    await new Promise((go) => (document.readyState === "complete" ? go(null) : addEventListener("load", go, { once: true })));
    const before = await navigator.serviceWorker.getRegistration("/");
    if (this.app.visit === null) before?.waiting?.postMessage({ kind: "take-over" } satisfies TakeOver);
  }

  private async known(site: string): Promise<void> {
    if (!("caches" in window)) return;
    const kept = (await (await this.open()).all()).find((each) => each.site === site);
    if (kept !== undefined && this.keeping.state === "no") this.become(await this.keptNow(kept));
  }

  /** Once nothing more is being fetched for the eye. */
  private async keepOnceSettled(): Promise<void> {
    for (let before = -1, now = 0; before !== now; ) {
      before = fetchedHere().size;
      await new Promise((go) => setTimeout(go, SETTLE_MS));
      now = fetchedHere().size;
    }
    if (!this.refused && this.link === "open") await this.keep(!this.app.thrifty);
  }

  private async keptNow({ site, bytes }: Kept): Promise<Keeping> {
    return { state: "kept", bytes, tongues: await (await this.open()).tongues(site) };
  }

  private async keepFiles(fetched: string[]): Promise<void> {
    if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
    try {
      await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
      const { active } = await navigator.serviceWorker.ready;
      active?.postMessage({ kind: "keep", files: fetched.filter((each) => each.startsWith("/app/")) } satisfies KeepFiles);
    } catch (error) {
      console.warn(error);
    }
  }

  private async look(): Promise<void> {
    const { site, visitor, view } = this.app;
    if (site === null || this.link !== "lost") return;
    const wait = this.met && navigator.onLine ? PATIENCE_MS.later : PATIENCE_MS.first;
    if (this.narrator === null && performance.now() - this.since > wait) this.beginAlone();
    if (this.narrator !== null && this.spoken !== this.app.language) {
      this.spoken = this.app.language;
      await this.narrator.again();
    }
    const [x, y, z] = view?.head.position ?? visitor.eye;
    await this.narrator?.follow(stopAt(site.stops, [x, y - 1.6, z]), performance.now());
  }

  private beginAlone(): void {
    if (this.keeping.state !== "kept") return;
    const { visit } = this.app;
    this.app.limit(this.keeping.tongues);
    if (this.keeping.tongues.length === 0) return this.app.notice.set("offlineEmpty", true);
    this.turnTo(this.keeping.tongues);
    this.narrator = new Narrator({ fetch: (stop) => this.kept(stop), tell: (frame) => visit?.take(frame), hush: () => visit?.guide.hush() });
    if (visit?.encountered?.stop !== undefined) this.narrator.known(visit.encountered.stop);
    this.app.notice.set("offline", true);
  }

  /** The guide's language may not be kept: it goes on in one that is, and says why. */
  private turnTo(tongues: readonly string[]): void {
    const { language } = this.app;
    if (!tongues.includes(language)) {
      this.wished = language;
      this.app.goOnIn(tongues[0]!);
      this.app.notice.tell(say("offlineLanguage", { language: ownName(language) }), true);
    }
    this.spoken = this.app.language;
  }

  private async kept(stop: string): Promise<ArrayBuffer | null> {
    const { site, language } = this.app;
    const address = `/api/sites/${encodeURIComponent(site!.id)}/provisions/${encodeURIComponent(stop)}`;
    for (const loosely of [false, true]) {
      const found = await caches.match(`${address}?language=${encodeURIComponent(language)}`, { ignoreSearch: loosely });
      if (found !== undefined) return found.arrayBuffer();
    }
    return null;
  }

  private end(): void {
    this.app.notice.set("offlineEmpty", false);
    if (this.narrator === null) return;
    this.narrator = null;
    this.app.visit?.guide.hush();
    this.app.notice.set("offline", false);
    if (this.wished !== null && this.spoken === this.app.language) this.app.goOnIn(this.wished);
    this.wished = null;
  }

  private become(keeping: Keeping): void {
    this.keeping = keeping;
    this.changed();
  }

  private open(): Promise<Shelf> {
    return (this.shelf ??= import("./shelf").then(({ Shelf }) => new Shelf()));
  }
}

/** Clear every place that is kept on this device away; the page itself, which is the same for everybody, stays. */
export async function forgetOffline(): Promise<void> {
  if (!("caches" in globalThis)) return;
  const { Shelf } = await import("./shelf");
  await new Shelf().drop();
}

/** Addresses of this house that the page has fetched. */
function fetchedHere(): Set<string> {
  const here = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  return new Set(here.filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname));
}
