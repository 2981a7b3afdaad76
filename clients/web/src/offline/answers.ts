import { PAGE, PLACE } from "./caches";

/** Milliseconds after which what is kept is shown while the network still thinks. */
export const PATIENCE_MS = 4_000;

/** How a request of the page is answered; `null`: by the network alone. */
export type Way = "page" | "file" | "asset" | "sites" | "fresh" | null;

const FRESH = /^\/api\/sites\/[a-z0-9-]{1,64}(?:\/facts|\/annotations\.json|\/provisions(?:\/[^/]+)?)?$/;

/** Only what everybody may read and holds nothing of anybody; all else goes to the network and is kept nowhere. */
export function wayOf(method: string, path: string, navigates: boolean): Way {
  if (method !== "GET") return null;
  if (navigates) return path === "/" || path.startsWith("/kiosk/") ? "page" : null;
  if (path.startsWith("/app/")) return "file";
  if (path.startsWith("/assets/")) return "asset";
  if (path === "/api/sites") return "sites";
  return FRESH.test(path) ? "fresh" : null;
}

/** The address under which a page is kept: the page of every kiosk is the same, it asks for the site in its own address. */
export function pageOf(path: string): "/" | "/kiosk/" {
  return path.startsWith("/kiosk/") ? "/kiosk/" : "/";
}

/** Keep a page that the network gave; the visitor's own is kept once, with its version. */
export async function keepPage(store: Pick<Cache, "put">, path: string, answer: Response): Promise<void> {
  if (pageOf(path) !== "/" && answer.ok) await store.put(pageOf(path), answer.clone()).catch(() => undefined);
}

/** The network's answer where it comes in time and is one, else what is kept, else whatever the network says in the end. */
export async function freshOr(kept: () => Promise<Response | undefined>, fetched: Promise<Response>, wait: () => Promise<void>): Promise<Response> {
  const late = wait().then(() => "late" as const);
  const first = await Promise.race([fetched.catch(() => null), late]);
  if (first instanceof Response && first.status < 500) return first;
  return (await kept()) ?? fetched;
}

/** What is kept under an address in any place; `loosely` whatever follows the question mark. */
export async function keptOf(stores: CacheStorage, address: string, loosely = false): Promise<Response | undefined> {
  for (const name of await stores.keys()) {
    if (!name.startsWith(PLACE)) continue;
    const found = await (await stores.open(name)).match(address, { ignoreSearch: loosely, ignoreVary: true });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The languages in which stops of a place can be told, by the addresses that are kept of it. */
export function tonguesOf(addresses: readonly string[]): string[] {
  const told = addresses.map((address) => new URL(address, "https://house")).filter(({ pathname }) => /\/provisions\/[^/]+$/.test(pathname));
  return [...new Set(told.map(({ searchParams }) => searchParams.get("language") ?? ""))].filter(Boolean);
}

/** The list of the sites that are kept, as `/api/sites` tells of them. */
export async function keptSites(stores: CacheStorage): Promise<Response | undefined> {
  const cards: unknown[] = [];
  for (const name of await stores.keys()) {
    if (!name.startsWith(PLACE)) continue;
    const place = await stores.open(name);
    const card = await place.match("/kept/card");
    if (card !== undefined) cards.push({ ...((await card.json()) as object), kept: tonguesOf((await place.keys()).map(({ url }) => url)) });
  }
  if (cards.length === 0) return undefined;
  return new Response(JSON.stringify({ sites: cards }), { headers: { "Content-Type": "application/json" } });
}

/** A file of the page from whichever version kept it. */
export async function fileOf(stores: CacheStorage, address: string): Promise<Response | undefined> {
  for (const name of (await stores.keys()).reverse()) {
    if (!name.startsWith(PAGE)) continue;
    const found = await (await stores.open(name)).match(address, { ignoreVary: true });
    if (found !== undefined) return found;
  }
  return undefined;
}
