import { describe, expect, it } from "vitest";
import type { Clash } from "../../src/studio/sites/conflict";
import "../../src/studio/sites/conflict";
import type { Body } from "../../src/studio/sites/record";
import { tell } from "../../src/studio/sites/words";

const told = (...names: string[]): Body => ({ media: names.map((file) => ({ file, alt: { fr: `le ${file}` } })) });

/** Every text that a template would put on the page. */
function texts(part: unknown): string[] {
  if (typeof part === "string") return [part];
  if (Array.isArray(part)) return part.flatMap(texts);
  return typeof part === "object" && part !== null && "values" in part ? texts((part as { values: unknown }).values) : [];
}

function shows(clash: Clash, wordsOnly: boolean): boolean {
  const made = Object.assign(new (customElements.get("studio-conflict")!)(), { clash, wordsOnly, name: (pointer: string) => pointer }) as unknown as { render(): unknown };
  return texts(made.render()).includes(tell("picturesGone"));
}

describe("two versions side by side", () => {
  it("tell who may change words alone that what they wrote about is gone", () => {
    const clash = { base: told("a", "p"), theirs: told("a"), mine: told("a", "p"), etag: "", clashes: ["/media"] };
    expect(shows(clash, true)).toBe(true);
    expect(shows(clash, false), "a curator can bring it back").toBe(false);
    expect(shows({ ...clash, theirs: told("p", "a") }, true)).toBe(false);
  });
});
