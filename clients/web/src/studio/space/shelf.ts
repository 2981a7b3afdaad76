import type { Model } from "../../site";
import { at, get } from "../api";
import type { RecordTold } from "../sites/record";
import { page, remove, save } from "../sites/store";
import { Desk } from "./desk";
import type { SpaceKind } from "./desk";

const KINDS: readonly SpaceKind[] = ["site", "model", "annotation", "stop"];
const PAGE = 500;

/** A site as it is written: where the files of its models are, and what it lacks. */
export interface Draft {
  scene: { models: Model[] };
  languages: string[];
  lacks: { kind: string; id: string; field: string; problem: string; remedy: string }[];
}

/** Everything of a site's scene on a desk of its own; raises `Problem`. */
export async function laidOut(site: string): Promise<{ desk: Desk; draft: Draft }> {
  const desk = new Desk({ save: (kind, id, body, etag) => save(site, kind, id, body, etag), remove: (kind, id, etag) => remove(site, kind, id, etag) });
  const [draft, ...lists] = await Promise.all([get<Draft>(at(site, "draft")), ...KINDS.map((kind) => all(site, kind))]);
  for (const told of lists.flat()) desk.adopt(told);
  return { desk, draft };
}

/** Every record of a kind. */
async function all(site: string, kind: SpaceKind): Promise<RecordTold[]> {
  const found: RecordTold[] = [];
  for (let after: string | null = ""; after !== null;) {
    const { records, next }: { records: RecordTold[]; next: string | null } = await page(site, kind, { after, limit: PAGE });
    found.push(...records);
    after = next;
  }
  return found;
}
