import { page } from "./store";
import type { Body, Json } from "./record";

/** Which fields of which kinds name a record of a kind. */
const NAMING: Readonly<Record<string, readonly (readonly [kind: string, field: string])[]>> = {
  source: [["fact", "cites"], ["bridge", "cites"]],
  term: [["fact", "terms"], ["bridge", "terms"]],
  fact: [["annotation", "facts"], ["stop", "facts"], ["bridge", "facts"], ["story", "facts"], ["take", "sentence"]],
  annotation: [["stop", "annotation"], ["bridge", "at"]],
  stop: [["tour", "stops"], ["bridge", "at"], ["take", "stop"]],
  bridge: [["story", "bridges"]],
};
const MOST = 500;
const SHOWN = 40;

export interface Naming {
  kind: string;
  id: string;
  body: Body;
}

/** The records that name this one, at most forty; of each kind the first some thousand records are looked through. */
export async function namedBy(site: string, kind: string, id: string): Promise<Naming[]> {
  const found: Naming[] = [];
  for (const [other, field] of NAMING[kind] ?? []) {
    let after = "";
    for (let pages = 0; pages < 12 && found.length < SHOWN; pages++) {
      const { records, next } = await page(site, other, { after, limit: MOST });
      found.push(...records.filter(({ body }) => names(body[field], id)).map((each) => ({ kind: other, id: each.id, body: each.body })));
      if (next === null) break;
      after = next;
    }
  }
  return found.slice(0, SHOWN);
}

/** Whether a field's value names an id: as a word, in a list, or in a list of things that name it. */
export function names(value: Json | undefined, id: string): boolean {
  if (value === id) return true;
  if (Array.isArray(value)) return value.some((each) => names(each, id));
  if (typeof value !== "object" || value === null) return false;
  return value["source"] === id || names(value["facts"], id);
}
