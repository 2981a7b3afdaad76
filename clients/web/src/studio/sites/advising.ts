import { at, get } from "../api";

export type Matter = "contradicts" | "numbers" | "twin" | "no-source" | "untold" | "nameless" | "nothing-told" | "nowhere-told";

/** Something to look at again, as `/api/sites/{site}/advice` tells it. */
export interface Note {
  matter: Matter;
  kind: string;
  id: string;
  language: string;
  /** The id of the other fact, the other language, or the name. */
  other: string;
  reason: string;
  also: string[];
  /** What the record says, shortened, and the other. */
  text: string;
  other_text: string;
}

/** In the order in which they are shown. */
export const MATTERS: readonly Matter[] = ["contradicts", "numbers", "no-source", "twin", "nothing-told", "nowhere-told", "untold", "nameless"];

export async function notesOf(site: string): Promise<{ notes: Note[]; more: boolean }> {
  return get(at(site, "advice"));
}

/** The notes about one record, whichever side of them it is on. */
export function about(notes: readonly Note[], kind: string, id: string): Note[] {
  return notes.filter((note) => note.kind === kind && (note.id === id || note.also.includes(id) || (isPair(note) && note.other === id)));
}

/** The other fact of a pair, seen from one of them. */
export function otherOf(note: Note, id: string): string {
  return note.id === id ? note.other : note.id;
}

function isPair({ matter }: Note): boolean {
  return matter === "contradicts" || matter === "twin";
}
