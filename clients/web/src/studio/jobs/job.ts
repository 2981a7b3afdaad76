/** Long work as the server tells of it. */
export interface Job {
  id: string;
  kind: string;
  request: Record<string, unknown>;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  wish: "" | "cancel";
  done: number;
  total: number;
  stage: string;
  problem: string;
  result: Record<string, unknown>;
  made: string;
  ended: string;
}

export function open({ state }: Pick<Job, "state">): boolean {
  return state === "waiting" || state === "running";
}

/** How long to wait before asking again: soon while something is made, seldom while nothing is. */
export function pause(jobs: readonly Job[]): number {
  return jobs.some(open) ? 1_000 : 10_000;
}

/** Whole percent, undefined while nobody knows how much there is. */
export function percent({ done, total }: Pick<Job, "done" | "total">): number | undefined {
  return total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
}
