import type { Draft } from "./draft";
import type { Words } from "./words";

const NAME = (draft: Draft): string => `review:${draft.site}:${draft.id}:${draft.version}`;

/** Keep words that are being written, so that a page that is closed by mistake costs nothing; this tab alone has them. */
export function keep(draft: Draft, words: readonly Words[]): void {
  try {
    sessionStorage.setItem(NAME(draft), JSON.stringify(words));
  } catch {
    // Full or forbidden: then they are only in the fields.
  }
}

export function kept(draft: Draft): readonly Words[] | undefined {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(NAME(draft)) ?? "null");
    return Array.isArray(found) ? (found as Words[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Let go of what was kept of a draft, in whichever version. */
export function forget(draft: Draft): void {
  const beginning = `review:${draft.site}:${draft.id}:`;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(beginning)) sessionStorage.removeItem(name);
}
