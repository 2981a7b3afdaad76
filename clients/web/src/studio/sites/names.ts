import { at, get } from "../api";
import { me } from "../session";
import type { Kind } from "./kinds";
import { versions } from "./store";
import { tell } from "./words";

const known = new Map<string, Promise<ReadonlyMap<string, string>>>();

/** What the people of a site are called, by id; none where the server does not say. Asked once a site. */
export function nameHere(site: string): Promise<ReadonlyMap<string, string>> {
  const found = known.get(site) ?? asked(site);
  known.set(site, found);
  return found;
}

async function asked(site: string): Promise<ReadonlyMap<string, string>> {
  try {
    return new Map(Object.entries((await get<{ names: Record<string, string> }>(at(site, "names"))).names));
  } catch {
    known.delete(site);
    return new Map();
  }
}

/** What somebody is called at a site; a colleague where nobody knows. */
export async function calledAt(site: string, person: string): Promise<string> {
  return (await nameHere(site)).get(person) ?? tell("colleague");
}

/** What the colleague is called who changed a record last. */
export async function lastOther(site: string, kind: Kind, id: string): Promise<string> {
  const other = (await versions(site, kind, id).catch(() => [])).find(({ author }) => author !== me()?.id);
  return other ? calledAt(site, other.author) : tell("colleague");
}
