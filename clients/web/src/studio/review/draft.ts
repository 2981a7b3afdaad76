/** What the server tells of a draft; the shapes of `/api/openapi.json`. */

import type { Fact } from "../../site";

export type Verdict = "supported" | "contradicted" | "not-found" | "wrong-language" | "inappropriate" | "biased" | "copied";
export type Category = "factual" | "bias" | "copied" | "inappropriate" | "clean";
export type State = "draft" | "screened" | "in-review" | "approved" | "rejected" | "retired";
export type Audience = "" | "child" | "family" | "adult" | "expert";
export type Act = "take-up" | "put-back" | "approve" | "edit" | "reject" | "reopen";

/** What a reviewer can find wrong, in the order of the number keys. */
export const WRONG = ["factual", "bias", "copied", "inappropriate"] as const satisfies readonly Category[];
export const AUDIENCES: readonly Audience[] = ["", "child", "family", "adult", "expert"];

/** A clause; `start` and `end` count code points of the sentence. */
export interface Part {
  text: string;
  start: number;
  end: number;
  verdict: Verdict;
  reason: string;
}

export interface Claim {
  sentence: string;
  facts: string[];
  verdict: Verdict;
  reason: string;
  parts: Part[];
  arguable: boolean;
  /** The probability that the facts bear the sentence out, by the reader of claims. */
  read: number | null;
  unread: string;
}

export interface DraftSentence {
  text: string;
  facts: string[];
  origin: string;
  ai: boolean;
  model: string;
  claim: Claim | null;
  proposals: Claim[];
}

export interface Draft {
  id: string;
  site: string;
  stop: string;
  language: string;
  audience: Audience;
  state: State;
  edited: boolean;
  sentences: DraftSentence[];
  objections: number;
  refused: number;
  author: string;
  ai: boolean;
  model: string;
  voice: string;
  made: string;
  changed: string;
  version: number;
  reader: string;
  decided_by: string;
  decided: string;
  first_reader: string;
  reviewer: string;
  category: string;
  reason: string;
  stale: string;
}

export interface Step {
  number: number;
  act: string;
  before: string;
  after: string;
  who: string;
  at: string;
  category: string;
  reason: string;
  words: string[];
}

/** A draft with everything beside it. */
export interface DraftTold {
  draft: Draft;
  steps: Step[];
  facts: Record<string, Fact>;
  changed: string[];
}

/** By language, then by state. */
export type Counts = Record<string, Partial<Record<State | "stale", number>>>;

export interface Queue {
  drafts: Draft[];
  next: string | null;
  counts: Counts;
}

/** How many drafts wait to be read, in one language or in all. */
export function waiting(counts: Counts, language = ""): number {
  const chosen = language === "" ? Object.values(counts) : [counts[language] ?? {}];
  return chosen.reduce((sum, each) => sum + (each.screened ?? 0) + (each["in-review"] ?? 0) + (each.stale ?? 0), 0);
}
