import type { Claim, DraftSentence, Verdict } from "./draft";

/** A stretch of a sentence and what the check found there. */
export interface Mark {
  text: string;
  verdict: Verdict;
  reason: string;
}

/** The sentence in stretches that together are its text; those that the check speaks against say why. */
export function marks(text: string, claim: Claim | null): Mark[] {
  if (claim === null || claim.verdict === "supported") return [plain(text)];
  const whole = [{ text, verdict: claim.verdict, reason: claim.reason }];
  const points = [...text];
  const found: Mark[] = [];
  let at = 0;
  for (const part of [...claim.parts].sort((one, other) => one.start - other.start)) {
    if (part.start < at || part.end > points.length || part.end <= part.start) return whole;
    if (part.start > at) found.push(plain(points.slice(at, part.start).join("")));
    found.push({ text: points.slice(part.start, part.end).join(""), verdict: part.verdict, reason: part.reason });
    at = part.end;
  }
  if (at < points.length) found.push(plain(points.slice(at).join("")));
  return found.some(({ verdict }) => verdict !== "supported") ? joined(found) : whole;
}

/** Whether the check speaks against a sentence. */
export function objected({ claim }: Pick<DraftSentence, "claim">): boolean {
  return claim !== null && claim.verdict !== "supported";
}

/** Why the check speaks against a draft, each reason once. */
export function reasons(sentences: readonly Pick<DraftSentence, "claim">[]): string[] {
  const all = sentences.filter(objected).flatMap(({ claim }) => {
    const parts = claim!.parts.filter(({ verdict, reason }) => verdict !== "supported" && reason !== "");
    return parts.length > 0 ? parts.map(({ reason }) => reason) : [claim!.reason];
  });
  return [...new Set(all.filter((reason) => reason !== ""))];
}

/** What a reviewer would call what the check found. */
export function categoryOf(sentences: readonly Pick<DraftSentence, "claim">[]): "factual" | "bias" | "copied" | "inappropriate" {
  const verdicts = new Set(sentences.map(({ claim }) => claim?.verdict));
  if (verdicts.has("inappropriate")) return "inappropriate";
  if (verdicts.has("biased")) return "bias";
  return verdicts.has("copied") ? "copied" : "factual";
}

function plain(text: string): Mark {
  return { text, verdict: "supported", reason: "" };
}

function joined(found: readonly Mark[]): Mark[] {
  const made: Mark[] = [];
  for (const each of found) {
    const last = made.at(-1);
    if (last !== undefined && last.verdict === each.verdict && last.reason === each.reason) last.text += each.text;
    else made.push({ ...each });
  }
  return made;
}
