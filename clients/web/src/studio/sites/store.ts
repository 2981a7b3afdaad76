import { at, call, get } from "../api";
import type { Kind } from "./kinds";
import type { Body, RecordTold } from "./record";

interface Page {
  records: RecordTold[];
  next: string | null;
}

/** Some records of a kind in their order. */
export function page(site: string, kind: string, asked: { search?: string; after?: string; limit?: number } = {}): Promise<Page> {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(asked)) if (value) query.set(key, String(value));
  return get<Page>(`${at(site, "records", kind)}?${query}`);
}

export function one(site: string, kind: string, id: string): Promise<RecordTold> {
  return get<RecordTold>(at(site, "records", kind, id));
}

/** Save a record; `etag` is what was read, undefined says that it is new. Raises `Problem`. */
export async function save(site: string, kind: Kind, id: string, body: Body, etag: string | undefined): Promise<RecordTold> {
  const path = at(site, "records", kind, id);
  return (await call<RecordTold>("PUT", path, etag === undefined ? { body, ifNew: true } : { body, ifMatch: etag })).value;
}

export async function remove(site: string, kind: Kind, id: string, etag: string): Promise<void> {
  await call("DELETE", at(site, "records", kind, id), { ifMatch: etag });
}

export async function restore(site: string, kind: Kind, id: string, version: number, etag: string): Promise<RecordTold> {
  return (await call<RecordTold>("POST", at(site, "records", kind, id, "restore"), { body: { version }, ifMatch: etag })).value;
}

export async function versions(site: string, kind: Kind, id: string): Promise<RecordTold[]> {
  return (await get<{ versions: RecordTold[] }>(at(site, "records", kind, id, "history"))).versions;
}

/** Give all records of a kind this order, made from the one that was seen. */
export async function putInOrder(site: string, kind: Kind, ids: readonly string[], seen: readonly string[]): Promise<void> {
  await call("PUT", at(site, "order", kind), { body: { ids, seen } });
}

/** The languages a site is written in. */
export async function languagesOf(site: string): Promise<readonly string[]> {
  const [found] = (await page(site, "site", { limit: 1 })).records;
  return (found?.body["languages"] as string[] | undefined) ?? ["en"];
}
