/** What reviewers found, as the server counts it. */
export interface Figure {
  period: string;
  language: string;
  model: string;
  source: "take" | "wrong" | "sample";
  category: string;
  count: number;
}

export interface Coverage {
  language: string;
  approved: number;
  stale: number;
  edited: number;
  waiting: number;
  rejected: number;
  by_machine: number;
}

/** Counts by a name of the figures, then by category; names in order. */
export function by(figures: readonly Figure[], name: "period" | "language" | "model"): [string, Record<string, number>][] {
  const found = new Map<string, Record<string, number>>();
  for (const each of figures) {
    const row = found.get(each[name]) ?? {};
    row[each.category] = (row[each.category] ?? 0) + each.count;
    found.set(each[name], row);
  }
  return [...found].sort(([one], [other]) => one.localeCompare(other));
}

export function sum(row: Record<string, number>): number {
  return Object.values(row).reduce((all, each) => all + each, 0);
}

/** How much of what was read had something wrong with it, from 0 to 1. */
export function wrongShare(row: Record<string, number>): number {
  const all = sum(row);
  return all === 0 ? 0 : (all - (row["clean"] ?? 0)) / all;
}

/** The same with the months between the first and the last in which nothing was decided. */
export function withEveryMonth(rows: readonly [string, Record<string, number>][]): [string, Record<string, number>][] {
  const [first, last] = [rows[0]?.[0], rows.at(-1)?.[0]];
  if (first === undefined || last === undefined) return [];
  const known = new Map(rows);
  const found: [string, Record<string, number>][] = [];
  for (let month = first; month <= last; month = after(month)) found.push([month, known.get(month) ?? {}]);
  return found;
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
