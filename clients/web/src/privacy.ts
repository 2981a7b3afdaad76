/** What a visitor may agree to, each apart from the others. */
export const PURPOSES = ["personalise", "analytics", "voice"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The words in which consent is asked for, in one language. */
export interface ConsentWords {
  /** What is sent with `consent`, so that the ledger knows what was read. */
  name: string;
  language: string;
  /** A machine wrote them, and nobody who speaks the language has read them yet. */
  ai: boolean;
  /** Days that what is agreed to is kept, at most. */
  days: number;
  purposes: Record<Purpose, string>;
}

/** What its visitor alone knows of a visit, and claims what is kept of it with. */
export interface Claim {
  visit: string;
  resume: string;
}

/** Everything that is kept of a visit. */
export interface Kept {
  site: string;
  since: string;
  until: string;
  consents: { purpose: Purpose; given: string; ended: string | null }[];
  deeds: { day: string; kind: string }[];
}

export async function fetchWords(language: string): Promise<ConsentWords> {
  const answer = await fetch(`/api/privacy/words?${new URLSearchParams({ language })}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`words of consent: HTTP ${answer.status}`);
  return (await answer.json()) as ConsentWords;
}

/** What is kept of a visit, or null where nothing is. */
export async function fetchKept(claim: Claim): Promise<Kept | null> {
  return (await post("export", claim)) as Kept | null;
}

/** Have everything destroyed that is kept of a visit; fine where nothing is. `over`: the visit ends with it, whatever became of its line. */
export async function erase(claim: Claim, over = false): Promise<void> {
  await post("erase", claim, over ? { over } : {});
}

/** The purposes that stand agreed to. */
export function standing(kept: Kept | null): Purpose[] {
  return (kept?.consents ?? []).filter(({ ended }) => ended === null).map(({ purpose }) => purpose);
}

async function post(what: "export" | "erase", { visit, resume }: Claim, more: { over?: boolean } = {}): Promise<unknown> {
  const body = JSON.stringify({ visit, resume, ...more });
  const answer = await fetch(`/api/privacy/mine/${what}`, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${what}: HTTP ${answer.status}`);
  return answer.json();
}
