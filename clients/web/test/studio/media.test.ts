import { describe, expect, it } from "vitest";
import "../../src/studio/bring/media";

const BODY = { media: [{ file: "a" }, { file: "b" }], files: { a: "1", b: "2", spare: "3" } };

interface Fields extends EventTarget {
  change(index: number, part: object): void;
}

/** What the record becomes where the alternative text of its first picture is written. */
function written(wordsOnly: boolean): unknown {
  const made = Object.assign(new (customElements.get("studio-media")!)(), { body: BODY, wordsOnly }) as unknown as Fields;
  let became: unknown;
  made.addEventListener("changed", (event) => { became = (event as CustomEvent<unknown>).detail; });
  made.change(0, { alt: { fr: "le a" } });
  return became;
}

describe("what is written about a picture", () => {
  const media = [{ file: "a", alt: { fr: "le a" } }, { file: "b" }];

  it("changes nothing but words where words alone may be changed, even beside bytes that nothing tells of", () => {
    expect(written(true)).toEqual({ media, files: BODY.files });
  });

  it("lets a curator's record lose bytes that nothing tells of", () => {
    expect(written(false)).toEqual({ media, files: { a: "1", b: "2" } });
  });
});
