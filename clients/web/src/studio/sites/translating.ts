import { lookup } from "../../language";
import type { Body, Json, RecordTold } from "./record";
import { filesOf, placeIn, valueAt } from "./record";
import type { Word } from "./words";

export type Standing = "person" | "machine" | "draft" | "missing";

/** One text of a site beside its translation. */
export interface Row {
  kind: string;
  id: string;
  /** Where in the record the texts are, by language. */
  field: string;
  /** The picture or sound that is spoken of, wherever in its list it stands; undefined where there is none. */
  file?: string | undefined;
  label: Word;
  source: string;
  text: string;
  standing: Standing;
  /** What speaks against a draft. */
  objections: readonly string[];
}

interface Texts {
  kind: string;
  field: string;
  label: Word;
  /** Where a machine's translation keeps it. */
  kept: string;
  many?: boolean;
  /** The list of the record in whose things the field is, as in `media/0/alt`. */
  within?: string;
}

/** Everything that is written in several languages, in the order in which visitors meet it. */
export const TEXTS: readonly Texts[] = [
  { kind: "site", field: "title", label: "title", kept: "site" },
  { kind: "site", field: "summary", label: "summary", kept: "site" },
  { kind: "site", field: "welcome", label: "welcome", kept: "site" },
  { kind: "tour", field: "title", label: "title", kept: "" },
  { kind: "stop", field: "title", label: "title", kept: "stops" },
  { kind: "annotation", field: "label", label: "label", kept: "labels" },
  { kind: "annotation", field: "title", label: "mediaTitle", kept: "", within: "media" },
  { kind: "annotation", field: "alt", label: "mediaAlt", kept: "", within: "media" },
  { kind: "fact", field: "text", label: "text", kept: "facts" },
  { kind: "term", field: "names", label: "names", kept: "glossary", many: true },
  { kind: "bridge", field: "text", label: "text", kept: "" },
  { kind: "story", field: "title", label: "title", kept: "" },
  { kind: "story", field: "text", label: "storyText", kept: "" },
];

/** The texts of these records from one language into another; `book` is what a machine wrote in it. */
export function rowsOf(records: readonly RecordTold[], of: Texts, from: string, into: string, book: Body | undefined): Row[] {
  return records.flatMap(({ id, body }) => fieldsOf(of, body).flatMap(({ field, file }) => {
    const source = read(valueAt(body, `/${field}`), from);
    if (source === "") return [];
    const own = read(valueAt(body, `/${field}`), into, true);
    const [text, standing] = own !== "" ? [own, "person" as const] : machine(of, id, into, body, book);
    const objections = standing === "draft" ? (valueAt(book, `/objections/${draftName(of, id)}`) as string[] | undefined) ?? [] : [];
    return [{ kind: of.kind, id, field, file, label: of.label, source, text, standing, objections }];
  }));
}

/** Where in a record the texts are: once, or in each thing of a list. */
function fieldsOf({ field, within }: Texts, body: Body): Pick<Row, "field" | "file">[] {
  if (within === undefined) return [{ field }];
  const files = filesOf(body[within]);
  return ((body[within] ?? []) as Json[]).map((_, place) => ({ field: `${within}/${place}/${field}`, file: files?.[place] }));
}

/** Where a row's texts are in its record as it is now; undefined where what they speak of is gone. */
export function fieldIn({ field, file }: Row, body: Body): string | undefined {
  if (file === undefined) return field;
  const [list = "", , ...rest] = field.split("/");
  return placeIn(["", list, 0, ...rest].join("/"), { [list]: [{ file }] }, body)?.slice(1);
}

/** What a row is known by, whatever else changes in its record. */
export function keyOf({ kind, id, field, file }: Row): string {
  return [kind, id, file ?? "", file === undefined ? field : field.split("/").at(-1)].join("/");
}

/** Which of the rows are shown. */
export function shown(rows: readonly Row[], show: "all" | "missing" | "machine"): Row[] {
  if (show === "all") return [...rows];
  return rows.filter(({ standing }) => (show === "missing" ? standing === "missing" : standing === "machine" || standing === "draft"));
}

/** A text as its field keeps it: names one a line. */
export function kept(kind: string, text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return kind === "term" ? trimmed.split("\n").map((each) => each.trim()).filter(Boolean) : trimmed;
}

function machine(of: Texts, id: string, into: string, body: Body, book: Body | undefined): readonly [string, Standing] {
  if (of.within !== undefined) return ["", "missing"];
  const by = read((body["translated"] as Json | undefined) ?? {}, into, true) || word(valueAt(book, of.kept === "site" ? `/site/${of.field}` : `/${of.kept || "-"}/${id}`));
  if (by !== "") return [by, "machine"];
  const draft = word(valueAt(book, `/drafts/${draftName(of, id)}`));
  return draft === "" ? ["", "missing"] : [draft, "draft"];
}

function draftName({ kept: table, field }: Texts, id: string): string {
  return table === "site" ? `site.${field}` : table === "facts" ? id : `${table}.${id}`;
}

function read(texts: Json | undefined, tag: string, exactly = false): string {
  if (typeof texts !== "object" || texts === null || Array.isArray(texts)) return "";
  const found = exactly ? tag : lookup(tag, Object.keys(texts));
  return found === undefined ? "" : word(texts[found]);
}

function word(value: Json | undefined): string {
  return Array.isArray(value) ? value.join("\n") : typeof value === "string" ? value : "";
}
