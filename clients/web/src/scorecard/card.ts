/** What `/api/sites/{site}/scorecard` tells; the shapes of `/api/openapi.json`. */

export type Hand = "people" | "reviewed" | "translated" | "live";
export const HANDS: readonly Hand[] = ["people", "reviewed", "translated", "live"];

export interface Speaker {
  role: "words" | "reading" | "voice" | "hearing" | "translating";
  name: string;
  licence: string;
  maker: string;
  languages: readonly string[];
  online: boolean;
}

export interface Evaluation {
  kind: string;
  at: string;
  dataset: string;
  site: string;
  model: string;
  with_reader: boolean;
  sample: number;
  measures: Record<string, Record<string, readonly [number, number]>>;
  misses: readonly { language: string; where: string; said: string }[];
}

export interface Scorecard {
  site: string;
  title: Record<string, string>;
  at: string;
  fewest: number;
  speakers: readonly Speaker[];
  weights: string;
  evaluations: readonly Evaluation[];
  written: readonly { language: string; people: number; reviewed: number; translated: number }[];
  told: Record<Hand, number> | null;
  review: readonly { language: string; stops: number; approved: number; waiting: number; stale: number }[];
  flags: { doubted: number | null; read_again: number | null; found_wrong: number | null; stale: number; without_source: number };
  kept: { agreed: Record<string, number | null>; days: Record<string, number>; sharings: number };
}
