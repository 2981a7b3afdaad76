import type { Body } from "./record";

export type Advice =
  | { word: "noSource" }
  | { word: "missing"; language: string }
  | { word: "twin"; id: string }
  | { word: "numbers"; language: string; other: string };

const ALIKE = 0.7;

/** What a curator should look at again in a fact; `others` are facts beside it, by id. */
export function advice(body: Body, languages: readonly string[], others: ReadonlyMap<string, Body>): Advice[] {
  const text = texts(body);
  const written = languages.filter((tag) => text[tag]);
  const found: Advice[] = Array.isArray(body["cites"]) && body["cites"].length > 0 ? [] : [{ word: "noSource" }];
  if (written.length > 0) for (const tag of languages) if (!text[tag]) found.push({ word: "missing", language: tag });
  const first = written[0];
  if (first === undefined) return found;
  for (const tag of written.slice(1)) if (figures(text[tag]!) !== figures(text[first]!)) found.push({ word: "numbers", language: tag, other: first });
  const mine = wordsOf(text[first]!);
  for (const [id, other] of others) if (alike(mine, wordsOf(texts(other)[first] ?? "")) >= ALIKE) found.push({ word: "twin", id });
  return found;
}

function texts(body: Body): Record<string, string> {
  const text = body["text"];
  return typeof text === "object" && text !== null && !Array.isArray(text) ? (text as Record<string, string>) : {};
}

/** The figures of a sentence in order; separators of thousands and decimals are written in many ways and left out. */
function figures(text: string): string {
  return (text.match(/\d+(?:[.,\u00a0\u202f' ]\d+)*/gu) ?? []).map((each) => each.replace(/\D/g, "")).sort().join(" ");
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]{3,}/gu) ?? []);
}

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size < 3 || other.size < 3) return 0;
  const both = [...one].filter((word) => other.has(word)).length;
  return both / (one.size + other.size - both);
}
