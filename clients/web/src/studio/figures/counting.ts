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
