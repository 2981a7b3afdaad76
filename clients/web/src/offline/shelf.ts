import type { Site, SiteCard } from "../site";
import { tonguesOf } from "./answers";
import { PLACE } from "./caches";
import { mediaOf, reduced } from "./reduce";
import type { Wanted } from "./reduce";

/** The most that is kept on a device, and the share of its room. */
export const MOST_BYTES = 300 * 1024 * 1024;
const SHARE = 0.3;
/** What the sound and the words of one stop take, until it is known. */
const STOP_BYTES = 200_000;

/** A place on the shelf; `turn` grows with every visit, so that the longest unvisited goes first. No day is kept. */
export interface Kept {
  site: string;
  bytes: number;
  turn: number;
  language: string;
}

export interface Order {
  site: Site;
  language: string;
  files: readonly Wanted[];
  /** Whether voices and pictures are fetched too. */
  whole: boolean;
}

type Fetch = (address: string) => Promise<Response>;

/** The places that can be visited without a network: a cache a site, within limits. */
export class Shelf {
  constructor(private readonly stores: CacheStorage = caches, private readonly room: () => Promise<number> = roomHere, private readonly ask: Fetch = (address) => fetch(address)) {}

  /** What is kept, the longest unvisited first. */
  async all(): Promise<Kept[]> {
    const found: Kept[] = [];
    for (const name of await this.stores.keys()) {
      if (!name.startsWith(PLACE)) continue;
      const note = await (await this.stores.open(name)).match("/kept/note");
      if (note !== undefined) found.push((await note.json()) as Kept);
    }
    return found.sort((a, b) => a.turn - b.turn);
  }

  /** The languages in which a place can be told without the house; none where no words are kept of it. */
  async tongues(site: string): Promise<string[]> {
    const addresses = await (await this.stores.open(PLACE + site)).keys();
    return tonguesOf(addresses.map(({ url }) => url));
  }

  /** Keep a site, leaving out what cannot be had; null, and nothing half kept, where there is no room for it. */
  async keep({ site, language, files, whole }: Order, progress: (share: number) => void = () => undefined): Promise<Kept | null> {
    const needed = files.reduce((sum, { bytes }) => sum + bytes, 0) + (whole ? STOP_BYTES * site.stops.length : 0);
    if (!(await this.clear(needed, site.id))) return null;
    const cache = await this.stores.open(PLACE + site.id);
    const addresses = [...files.map(({ url }) => url), ...(whole ? mediaOf(site) : []), ...(await this.words(site, language, whole))];
    const kept = new Set<string>();
    let bytes = 0;
    for (const [number, address] of addresses.entries()) {
      const size = await this.put(cache, address);
      if (size !== null) kept.add(address);
      bytes += size ?? 0;
      progress((number + 1) / addresses.length);
    }
    if (!files.every(({ url }) => kept.has(url))) return this.giveUp(site.id);
    return this.note(cache, site, kept, { site: site.id, bytes, language, turn: 1 + Math.max(0, ...(await this.all()).map(({ turn }) => turn)) });
  }

  /** Forget one place, or all. */
  async drop(site?: string): Promise<void> {
    for (const name of await this.stores.keys()) {
      if (site === undefined ? name.startsWith(PLACE) : name === PLACE + site) await this.stores.delete(name);
    }
  }

  private async words(site: Site, language: string, whole: boolean): Promise<string[]> {
    const [base, query] = [`/api/sites/${encodeURIComponent(site.id)}`, `language=${encodeURIComponent(language)}`];
    const list = `${base}/provisions?${query}`;
    const { stops } = (await (await this.ask(list)).json()) as { stops: string[] };
    return [`${base}/facts?${query}`, `${base}/annotations.json`, list, ...stops.map((stop) => `${base}/provisions/${encodeURIComponent(stop)}?${query}${whole ? "" : "&sound=no"}`)];
  }

  /** Bytes that were put, or null. */
  private async put(cache: Cache, address: string): Promise<number | null> {
    try {
      const answer = await this.ask(address);
      if (!answer.ok) return null;
      const body = await answer.blob();
      await cache.put(address.replace("&sound=no", ""), new Response(body, { headers: headersOf(answer) }));
      return body.size;
    } catch {
      return null;
    }
  }

  private async note(cache: Cache, site: Site, kept: ReadonlySet<string>, note: Kept): Promise<Kept> {
    const { id, title, summary, languages } = site;
    await cache.put(`/api/sites/${encodeURIComponent(id)}`, json(reduced(site, kept)));
    await cache.put("/kept/card", json({ id, title, summary, languages } satisfies SiteCard));
    await cache.put("/kept/note", json(note));
    return note;
  }

  private async giveUp(site: string): Promise<null> {
    const whole = (await this.all()).some((each) => each.site === site);
    if (!whole) await this.drop(site);
    return null;
  }

  /** Make room by forgetting what was unvisited longest; false where even that is not enough. */
  private async clear(needed: number, keeping: string): Promise<boolean> {
    const room = Math.min(MOST_BYTES, await this.room());
    if (needed > room) return false;
    const others = (await this.all()).filter(({ site }) => site !== keeping);
    let total = needed + others.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { site, bytes } of others) {
      if (total <= room) break;
      await this.drop(site);
      total -= bytes;
    }
    return true;
  }
}

/** Bytes that this page may use for it. */
async function roomHere(): Promise<number> {
  const { quota } = await navigator.storage.estimate();
  return (quota ?? MOST_BYTES) * SHARE;
}

/** What the body is and who may use it; its coding is undone already. */
function headersOf(answer: Response): Headers {
  const kept = new Headers();
  for (const name of ["content-type", "cross-origin-resource-policy", "access-control-allow-origin"]) {
    const value = answer.headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

function json(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { "Content-Type": "application/json" } });
}
