import { at, call } from "../api";
import { me } from "../session";

export interface Spot {
  section: string;
  record: string;
  editing: boolean;
}

export interface Colleague {
  person: string;
  name: string;
  spots: Spot[];
}

const EVERY_MS = 12_000;
const WINDOW = [...crypto.getRandomValues(new Uint8Array(8))].map((each) => each.toString(36)).join("").slice(0, 16).padEnd(8, "0");

let site = "";
let spot: Spot = { section: "", record: "", editing: false };
let people: readonly Colleague[] = [];
let timer = 0;
const listeners = new Set<() => void>();

/** Say where one is from now on; nobody is told of anything outside a site. */
export function be(now: string, section: string, record: string): void {
  if (now === site && section === spot.section && record === spot.record) return;
  if (site !== "" && site !== now) void sent(site, { section: "", record: "", editing: false }).catch(() => undefined);
  if (now !== site) people = [];
  site = now;
  spot = { section: section || "overview", record: known(record), editing: false };
  changed();
  void tell();
}

/** Something is being changed where one is. */
export function editing(): void {
  if (spot.editing) return;
  spot = { ...spot, editing: true };
  void tell();
}

/** Everybody else at the site. */
export function others(): readonly Colleague[] {
  return people;
}

/** Those who have this record open, the ones who change it first. */
export function beside(found: readonly Colleague[], section: string, record: string): { name: string; editing: boolean }[] {
  const there = found.flatMap(({ name, spots }) => {
    const here = spots.filter((each) => each.section === section && each.record === record);
    return here.length > 0 ? [{ name, editing: here.some((each) => each.editing) }] : [];
  });
  return there.sort((one, other) => Number(other.editing) - Number(one.editing));
}

/** Be told when somebody comes, goes or moves; returns how to stop that. */
export function onHere(call_: () => void): () => void {
  listeners.add(call_);
  return () => listeners.delete(call_);
}

async function tell(): Promise<void> {
  clearTimeout(timer);
  if (site === "" || !me()) return;
  const asked = site;
  try {
    const found = await sent(asked, spot);
    if (asked !== site) return;
    people = found.filter(({ person }) => person !== me()?.id);
    changed();
  } catch {
    // Who else is here is no reason to disturb anybody: it is asked again.
  } finally {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = window.setTimeout(() => void tell(), EVERY_MS);
  }
}

async function sent(where: string, now: Spot): Promise<Colleague[]> {
  return (await call<{ people: Colleague[] }>("POST", at(where, "here"), { body: { window: WINDOW, ...now } })).value.people;
}

/** An id that the server takes; anything else is nowhere in particular. */
function known(record: string): string {
  return /^[A-Za-z0-9._+-]{0,160}$/.test(record) ? record : "";
}

function changed(): void {
  for (const each of [...listeners]) each();
}

document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") void tell(); });
