import type { Problem } from "../api";
import { kindly } from "../problem";
import { refused } from "../refused/refused";
import type { Clash } from "./conflict";
import type { Field } from "./kinds";
import type { Body, RecordTold } from "./record";
import { tell } from "./words";

/** What two versions a 412 is about; undefined for every other problem. */
export function clashOf(problem: Problem, sent: Body): (Clash & { author: string }) | undefined {
  const theirs = problem.members["theirs"] as RecordTold | null | undefined;
  const base = problem.members["base"] as RecordTold | null | undefined;
  if (problem.status !== 412 || !theirs) return undefined;
  return { base: base?.body ?? {}, theirs: theirs.body, mine: sent, etag: theirs.etag, clashes: problem.members["clashes"] as string[], author: theirs.author };
}

/** Where in the form a problem is shown, and in which words; the first of both empty where no field shows it. */
export function wrongOf(problem: Problem, fields: readonly Field[]): readonly [string, string] {
  const at = problem.status === 412 ? "id" : problem.field;
  const text = problem.status === 412 ? tell("taken") : refused(problem) || [problem.members["problem"], problem.members["remedy"]].filter(Boolean).join(" — ") || kindly(problem);
  const isShown = at === "id" || fields.some(({ key }) => isAt(at, key));
  return isShown ? [at, text] : ["", at ? `${at}: ${text}` : text];
}

/** Whether the server's name for a place, such as `place.latitude` or `facts[2]`, is in a field such as `place/latitude`. */
export function isAt(place: string, key: string): boolean {
  const dotted = key.replaceAll("/", ".");
  return place === dotted || place.startsWith(`${dotted}.`) || place.startsWith(`${dotted}[`);
}
