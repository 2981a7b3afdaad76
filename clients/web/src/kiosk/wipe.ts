/** Take away everything that a page can leave in a browser; what the browser refuses is passed over. */
export async function wipe(world: Window & typeof globalThis = window): Promise<void> {
  wipeNow(world);
  await Promise.allSettled([caches_(world), databases(world), workers(world)]);
}

/** The part of it that takes no time: both storages and the cookies that a page may touch. */
export function wipeNow({ localStorage, sessionStorage, document }: Pick<Window, "localStorage" | "sessionStorage" | "document"> = window): void {
  localStorage.clear();
  sessionStorage.clear();
  for (const cookie of document.cookie.split(";")) {
    const name = cookie.split("=", 1)[0]!.trim();
    if (name !== "") for (const path of ["/", "/kiosk"]) document.cookie = `${name}=; Max-Age=0; path=${path}`;
  }
}

async function caches_({ caches }: Window & typeof globalThis): Promise<void> {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

async function databases({ indexedDB }: Window & typeof globalThis): Promise<void> {
  for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
}

async function workers({ navigator }: Window & typeof globalThis): Promise<void> {
  await Promise.all((await navigator.serviceWorker.getRegistrations()).map((worker) => worker.unregister()));
}
