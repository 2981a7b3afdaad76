import { FIELDS } from "./kinds";
import type { Field, Kind } from "./kinds";
import type { Body, Json, RecordTold } from "./record";
import { languagesOf, one, page } from "./store";

/** Records of a kind that are all known beforehand; of more, one is searched for. */
const MOST = 500;

/** Everything that a form begins with. */
export interface Opened {
  languages: readonly string[];
  /** Undefined for a new one. */
  record: RecordTold | undefined;
  known: ReadonlyMap<Kind, readonly RecordTold[]>;
  /** Kinds of which there are more than are known. */
  large: ReadonlySet<Kind>;
}

/** Raises `Problem`; `which` is empty for a new record. */
export async function opened(site: string, kind: Kind, which: string): Promise<Opened> {
  const kinds = new Set<Kind>(FIELDS[kind].flatMap(({ of, or }) => [of, or].filter((each) => each !== undefined)));
  if (kind === "fact") kinds.add("fact");
  const [languages, record, ...lists] = await Promise.all([
    languagesOf(site), which ? one(site, kind, which) : undefined, ...[...kinds].map(async (each) => [each, await page(site, each, { limit: MOST })] as const),
  ]);
  const known = new Map(lists.map(([each, { records }]) => [each, records]));
  const large = new Set(lists.filter(([, { next }]) => next !== null).map(([each]) => each));
  const fields = FIELDS[kind].filter(({ of }) => of !== undefined && large.has(of));
  for (const found of record ? await named(site, record.body, fields, known) : []) known.get(found.kind as Kind)!.push(found);
  return { languages, record, known, large };
}

/** The records that a body names in these fields and that are not known yet, at most a hundred. */
async function named(site: string, body: Body, fields: readonly Field[], known: ReadonlyMap<Kind, readonly RecordTold[]>): Promise<RecordTold[]> {
  const wanted = fields.flatMap(({ key, of }) => (of === undefined ? [] : idsIn(body[key]).filter((id) => !known.get(of)?.some((each) => each.id === id)).map((id) => [of, id] as const)));
  const found = await Promise.all(wanted.slice(0, 100).map(([kind, id]) => one(site, kind, id).catch(() => undefined)));
  return found.filter((each) => each !== undefined);
}

function idsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return value ? [value] : [];
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => (typeof each === "string" ? each : String((each as { source?: string } | null)?.source ?? "")) || []);
}
