import { describe, expect, it } from "vitest";
import { Sentence } from "../src/sentence";
import type { Caption } from "../src/wire.gen";

const caption = (text: string, more: Partial<Caption> = {}): Caption => ({
  utterance: "u1", index: 0, text, start_ms: 0, end_ms: 1, facts: [], origin: "approved", ai: false, imaginative: false, offer: "", beside_ai: false, ...more,
});

/** The sentences that one reads one after another. */
function read(...captions: Caption[]): { text: string; facts: string[] }[] {
  const sentence = new Sentence();
  const found: { text: string; facts: string[] }[] = [];
  for (const each of captions) {
    if (sentence.add(each)) found.push({ text: "", facts: [] });
    found[found.length - 1] = { text: sentence.text, facts: sentence.facts };
  }
  return found;
}

const texts = (...clauses: string[]): string[] => read(...clauses.map((text) => caption(text))).map(({ text }) => text);

describe("a sentence", () => {
  it("is joined of its clauses, and over at its mark", () => {
    expect(texts("This is the Colosseum: ", "189 metres long, ", "and 48 high.")).toEqual(["This is the Colosseum: 189 metres long, and 48 high."]);
    expect(texts("It opened in AD 80.", "Look up.")).toEqual(["It opened in AD 80.", "Look up."]);
    expect(texts("“欢迎！”", "请先停下脚步，", "抬头看。")).toEqual(["“欢迎！”", "请先停下脚步，抬头看。"]);
  });

  it.each([
    ["ur", "یہ کولوزیئم ہے، ", "188 میٹر لمبا۔", "اوپر دیکھیں۔"],
    ["ar", "هذا هو الكولوسيوم، ", "هل تراه؟", "انظر إلى الأعلى."],
    ["hi", "यह कोलोसियम है, ", "188 मीटर लंबा।", "ऊपर देखिए।"],
    ["my", "ဤသည်မှာ ", "ကိုလိုဆီယမ်ဖြစ်သည်။", "အပေါ်ကိုကြည့်ပါ။"],
    ["km", "នេះជា ", "កូលីសេ។", "មើលទៅលើ។"],
    ["am", "ይህ ", "ኮሎሲየም ነው።", "ወደ ላይ ይመልከቱ።"],
    ["hy", "Սա ", "Կոլիզեյն է։", "Նայեք վեր։"],
  ])("is over at the full stop of %s, whoever counts", (_, first, second, next) => {
    expect(texts(first, second, next)).toEqual([first + second, next]);
  });

  it("puts a space between clauses that lost it, in Thai too", () => {
    expect(texts("Vespasian began it,", "Titus opened it.")).toEqual(["Vespasian began it, Titus opened it."]);
    expect(texts("ทางเข้าอยู่ด้านหลัง", "มองขึ้นไป")).toEqual(["ทางเข้าอยู่ด้านหลัง มองขึ้นไป"]);
  });

  it("never holds clauses of two utterances", () => {
    expect(read(caption("One, ", { facts: ["a"] }), caption("two", { utterance: "u2" }))).toEqual([{ text: "One,", facts: ["a"] }, { text: "two", facts: [] }]);
  });
});

describe("a sentence that the house counts, or that has no mark at its end", () => {
  const THAI = ["นี่คือพระบรมมหาราชวัง ", "สร้างเมื่อ พ.ศ. 2325", "กำแพงยาว 1,900 เมตร", "มองขึ้นไป ", "ยอดเจดีย์เป็นสีทอง"];

  it("is over where the house begins another, each with its own facts", () => {
    const [built, wall] = [{ sentence: 0, facts: ["built"] }, { sentence: 1, facts: ["wall"] }];
    const heard = [built, built, wall, { sentence: 2 }, { sentence: 2 }].map((more, i) => caption(THAI[i]!, more));
    expect(read(...heard)).toEqual([
      { text: THAI[0]! + THAI[1]!, facts: ["built"] }, { text: THAI[2], facts: ["wall"] }, { text: THAI[3]! + THAI[4]!, facts: [] },
    ]);
  });

  it("is told from the next one even where both rest on the same", () => {
    const facts = ["built"];
    expect(read(caption(THAI[1]!, { sentence: 0, facts }), caption(THAI[2]!, { sentence: 1, facts })).map(({ text }) => text)).toEqual([THAI[1], THAI[2]]);
  });

  it("goes on behind a full stop in it", () => {
    const clauses = ["พระบรมมหาราชวังสร้างเมื่อ พ.ศ. ", "2325"];
    expect(read(...clauses.map((text) => caption(text, { sentence: 0 }))).map(({ text }) => text)).toEqual([clauses.join("")]);
  });

  it("is joined as the house cut it", () => {
    expect(read(caption("พระบรมมหา", { sentence: 0 }), caption("ราชวัง", { sentence: 0 }))).toEqual([{ text: "พระบรมมหาราชวัง", facts: [] }]);
  });

  it("is over where the facts change, in words kept of a house that did not count", () => {
    const heard = [["built"], ["built"], ["wall"], [], []].map((facts, i) => caption(THAI[i]!, { facts }));
    expect(read(...heard).map(({ facts }) => facts)).toEqual([["built"], ["wall"], []]);
  });

  it("begins anew after silence", () => {
    const sentence = new Sentence();
    sentence.add(caption(THAI[0]!, { sentence: 0 }));
    sentence.clear();
    expect([sentence.add(caption(THAI[1]!, { sentence: 0 })), sentence.text]).toEqual([true, THAI[1]]);
  });
});
