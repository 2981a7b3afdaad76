import type { SectionEntry } from "./sections";
import { say } from "./strings";

/** Sections that belong together, in the order of the menu. */
export interface Group {
  /** Empty for the first. */
  title: string;
  entries: readonly SectionEntry[];
}

const FIRST = ["", "attention", "about", "space", "bring", "models"];
const TOLD = ["facts", "annotations", "stops", "tours", "bridges", "stories", "translations", "sources", "terms"];
const HEARD = ["prepare", "review", "takes", "heard", "findings"];

/** The sections in groups; what no group names comes last. */
export function grouped(entries: readonly SectionEntry[]): Group[] {
  const named = [FIRST, TOLD, HEARD].map((paths) => paths.flatMap((path) => entries.find((each) => each.path === path) ?? []));
  const rest = entries.filter(({ path }) => ![...FIRST, ...TOLD, ...HEARD].includes(path));
  const titles = ["", say("groupTold"), say("groupHeard"), say("groupKept")];
  return [...named, rest].map((found, index) => ({ title: titles[index]!, entries: found })).filter(({ entries: found }) => found.length > 0);
}
