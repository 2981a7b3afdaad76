import { PATIENCE_MS, fileOf, freshOr, keepPage, keptOf, keptSites, pageOf, wayOf } from "./answers";
import { PAGE } from "./caches";
import type { KeepFiles, TakeOver } from "./caches";

/** The part of a service worker's world that is used here. */
interface World {
  addEventListener(kind: "install" | "activate", listen: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", listen: (event: Lasting & { request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
  addEventListener(kind: "message", listen: (event: Lasting & { data: KeepFiles | TakeOver }) => void): void;
  clients: { claim(): Promise<void>; matchAll(options: { includeUncontrolled: boolean }): Promise<unknown[]> };
  skipWaiting(): Promise<void>;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

/** Written in by the build: this version, the page's digest, and what the first picture needs. */
declare const __OFFLINE__: { version: string; page: string; files: string[] };

const { version, page, files } = __OFFLINE__;
const HERE = PAGE + version;
const world = self as unknown as World;

world.addEventListener("install", (event) => event.waitUntil(install()));

world.addEventListener("activate", (event) => event.waitUntil(activate()));

world.addEventListener("message", (event) => {
  if (event.data.kind === "keep") event.waitUntil(keep(event.data.files));
  if (event.data.kind === "take-over") event.waitUntil(takeOver());
});

world.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const way = origin === location.origin ? wayOf(request.method, pathname, request.mode === "navigate") : null;
  if (way === "page") event.respondWith(opened(request, pathname));
  if (way === "file") event.respondWith(file(request));
  if (way === "asset") event.respondWith(keptOf(caches, request.url).then((kept) => kept ?? fetch(request)));
  if (way === "sites") event.respondWith(freshOr(() => keptSites(caches), fetch(request), patience));
  if (way === "fresh") event.respondWith(freshOr(() => kept(request.url), fetch(request), patience));
});

/** The page of exactly this version with all it needs, or nothing: versions are never mixed. */
async function install(): Promise<void> {
  const cache = await caches.open(HERE);
  const answer = await fetch("/", { cache: "no-cache" });
  const text = await answer.clone().arrayBuffer();
  if (!answer.ok || (await digest(text)) !== page) throw new Error("the page is of another version by now");
  await cache.addAll(files);
  await cache.put("/", answer);
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PAGE) && name !== HERE) await caches.delete(name);
  await world.clients.claim();
}

/** Files that the page fetched before this worker watched over it. */
async function keep(wanted: string[]): Promise<void> {
  const cache = await caches.open(HERE);
  for (const each of wanted) {
    const { pathname } = new URL(each, location.origin);
    if (pathname.startsWith("/app/") && (await cache.match(pathname)) === undefined) await cache.add(pathname).catch(() => undefined);
  }
}

async function takeOver(): Promise<void> {
  if ((await world.clients.matchAll({ includeUncontrolled: true })).length <= 1) await world.skipWaiting();
}

/** A page of the network is always whole by itself: what it needs is named by its content. */
async function opened(request: Request, path: string): Promise<Response> {
  const kept = async () => (await caches.open(HERE)).match(pageOf(path), { ignoreSearch: true, ignoreVary: true });
  const answer = await freshOr(kept, fetch(request), patience);
  await keepPage(await caches.open(HERE), path, answer);
  return answer;
}

async function file(request: Request): Promise<Response> {
  const kept = await fileOf(caches, request.url);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(HERE)).put(request.url, answer.clone()).catch(() => undefined);
  return answer;
}

/** Facts and words in the asked language, else in the one that is kept. */
async function kept(address: string): Promise<Response | undefined> {
  return (await keptOf(caches, address)) ?? (await keptOf(caches, address, true));
}

function patience(): Promise<void> {
  return new Promise((go) => setTimeout(go, PATIENCE_MS));
}

async function digest(bytes: ArrayBuffer): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
