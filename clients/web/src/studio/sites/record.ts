import { choose } from "../../language";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Body = Record<string, Json>;

/** A record at one version, as the server tells it. */
export interface RecordTold {
  kind: string;
  id: string;
  version: number;
  etag: string;
  body: Body;
  author: string;
  at: string;
  deleted: boolean;
  merged: boolean;
}

/** What a record is called in lists. */
export function nameOf(id: string, body: Body, wanted: string): string {
  for (const key of ["text", "label", "title", "names"]) {
    const value = body[key];
    if (typeof value === "string" && value) return value;
    if (value === null || typeof value !== "object" || Array.isArray(value)) continue;
    const found = value[choose([wanted, "en"], Object.keys(value))];
    const text = Array.isArray(found) ? found[0] : found;
    if (typeof text === "string" && text) return text;
  }
  return id;
}

/** A short name made of words: `The Arena, below` → `the-arena-below`; empty where nothing Latin is in them. */
export function shortName(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^a-z0-9]+/).filter(Boolean).slice(0, 6).join("-").slice(0, 48).replace(/-$/, "");
}

const STRETCH_MS = 900;
const MOST = 200;

/** A record while it is edited, with every state to go back to. What is typed into one field at a stretch is one step. */
export class Edited {
  private past: Body[] = [];
  private future: Body[] = [];
  private last = { key: "", at: 0 };

  constructor(private kept: Body, public now: Body = kept) {}

  get changed(): boolean {
    return !same(this.kept, this.now);
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Write a value at a path such as `text/en`; `undefined` takes it away. */
  set(path: string, value: Json | undefined, at: number): void {
    const next = put(this.now, path.split("/"), value) as Body;
    if (same(next, this.now)) return;
    const goesOn = this.last.key === path && at - this.last.at < STRETCH_MS && this.past.length > 0;
    if (!goesOn) this.past = [...this.past, this.now].slice(-MOST);
    this.last = { key: path, at };
    this.future = [];
    this.now = next;
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.now);
    this.now = before;
    this.last = { key: "", at: 0 };
  }

  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.now);
    this.now = after;
    this.last = { key: "", at: 0 };
  }

  /** The server has `body` now, and was sent `sent`: what was typed meanwhile stays, what others changed comes in. */
  settle(sent: Body, body: Body): void {
    this.kept = body;
    this.now = brought(sent, this.now, body);
  }
}

/** One place in which two values differ; objects and lists of the same files are looked into, everything else is whole. */
export interface Change {
  pointer: string;
  value: Json | undefined;
}

export function changes(before: Json | undefined, after: Json | undefined, pointer = ""): Change[] {
  if (same(before, after)) return [];
  const [old, now] = [filesOf(before), filesOf(after)];
  if (old && now && same(old, now)) return old.flatMap((_, place) => changes((before as Json[])[place], (after as Json[])[place], `${pointer}/${place}`));
  if (!isObject(before) || !isObject(after)) return [{ pointer, value: after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changes(before[key], after[key], `${pointer}/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`));
}

export function apply(body: Body, made: readonly Change[]): Body {
  return made.reduce((found, { pointer, value }) => (pointer === "" ? (value as Body) : (put(found, keysOf(pointer), value) as Body)), body);
}

/** What was done between two versions done to a third, whose files may stand elsewhere. */
export function brought(before: Body, after: Body, into: Body): Body {
  return apply(into, moved(changes(before, after), before, into));
}

/** A JSON Pointer into one version as it is in another, whose files may stand elsewhere; none where its file is gone. */
export function placeIn(pointer: string, before: Body, into: Body): string | undefined {
  const [, list = "", place = "", ...rest] = pointer.split("/");
  const file = filesOf(before[list])?.[Number(place)];
  if (place === "" || file === undefined) return pointer;
  const found = filesOf(into[list])?.indexOf(file) ?? -1;
  return found < 0 ? undefined : ["", list, found, ...rest].join("/");
}

/** The value at a JSON Pointer. */
export function valueAt(body: Json | undefined, pointer: string): Json | undefined {
  return keysOf(pointer).reduce<Json | undefined>((found, key) => (Array.isArray(found) ? found[Number(key)] : isObject(found) ? found[key] : undefined), body);
}

/**
 * Theirs with everything of mine that does not clash, and of what clashes that which was chosen. With `wordsOnly` my words are chosen and not
 * my list: they go to the pictures that are still there.
 */
export function joined(base: Body, theirs: Body, mine: Body, clashes: readonly string[], chosen: ReadonlySet<string>, wordsOnly = false): Body {
  const wanted = changes(base, mine).filter(({ pointer }) => !clashes.some((each) => pointer === each || pointer.startsWith(`${each}/`)));
  const mineAt = (pointer: string): Change[] => (wordsOnly ? changes(valueAt(base, pointer), valueAt(mine, pointer), pointer) : [{ pointer, value: valueAt(mine, pointer) }]);
  const found = apply(theirs, moved([...wanted, ...clashes.filter((pointer) => chosen.has(pointer)).flatMap(mineAt)], base, theirs));
  return clashes.includes("/media") && !wordsOnly ? supplied(found, [mine, theirs]) : found;
}

/** The files of a list's things that another list no longer has. */
export function goneFrom(pointer: string, mine: Body, theirs: Body): string[] {
  const there = filesOf(valueAt(theirs, pointer)) ?? [];
  return (filesOf(valueAt(mine, pointer)) ?? []).filter((file) => !there.includes(file));
}

/** With the bytes of exactly those pictures and sounds that are told of, from whoever has them. */
function supplied(body: Body, from: readonly Body[]): Body {
  const known: Record<string, Json> = Object.assign({}, ...from.map(({ files }) => files));
  const told = (Array.isArray(body["media"]) ? body["media"] : []).map((each) => String(valueAt(each as Body, "/file")));
  const files = Object.fromEntries(told.filter((file) => file in known).map((file) => [file, known[file]!]));
  return put(body, ["files"], Object.keys(files).length > 0 ? files : undefined) as Body;
}

function moved(made: readonly Change[], before: Body, into: Body): Change[] {
  return made.flatMap(({ pointer, value }) => {
    const found = placeIn(pointer, before, into);
    return found === undefined ? [] : [{ pointer: found, value }];
  });
}

export function same(one: Json | undefined, other: Json | undefined): boolean {
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
  }
  return JSON.stringify(one) === JSON.stringify(other);
}

function put(value: Json | undefined, keys: readonly string[], next: Json | undefined): Json | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return next;
  if (Array.isArray(value)) return value.map((each, place) => (String(place) === key ? put(each, rest, next) ?? null : each));
  const { [key]: old, ...others } = isObject(value) ? value : {};
  const inner = put(old, rest, next);
  if (inner === undefined) return others;
  return isObject(value) && key in value ? { ...value, [key]: inner } : { ...others, [key]: inner };
}

/** The files that a list tells of, in its order; none where it is no list of different files. */
export function filesOf(value: Json | undefined): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const files = value.flatMap((each) => (isObject(each) && typeof each["file"] === "string" ? [each["file"]] : []));
  return new Set(files).size === value.length ? files : undefined;
}

function keysOf(pointer: string): string[] {
  return pointer.split("/").slice(1).map((key) => key.replace(/~1/g, "/").replace(/~0/g, "~"));
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
