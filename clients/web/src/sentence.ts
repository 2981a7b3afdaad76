import type { Caption } from "./wire.gen";

const CLOSED = /[.!?。！？…؟।][\p{Pf}\p{Pe}"'’”]*\s*$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{P}]$/u;
/** Letters after which a sentence begins a new caption although it is not at its end. */
const LONGEST = 260;

/** The clauses of the sentence that is being spoken: captions come clause by clause, and are read together. */
export class Sentence {
  /** Clauses so far, the newest last; joined they are the text. */
  clauses: string[] = [];
  facts: string[] = [];
  private utterance = "";

  get text(): string {
    return this.clauses.join("").trim();
  }

  /** Take a caption; true where it begins a new sentence. */
  add({ utterance, text, facts }: Caption): boolean {
    const before = this.clauses.join("");
    const fresh = utterance !== this.utterance || before === "" || CLOSED.test(before) || before.length + text.length > LONGEST;
    if (fresh) [this.clauses, this.facts] = [[], []];
    this.utterance = utterance;
    this.clauses.push(fresh || /\s$/.test(before) || unspaced(before) ? text : ` ${text}`);
    this.facts = [...new Set([...this.facts, ...facts])];
    return fresh;
  }

  /** Nothing is being said. */
  clear(): void {
    [this.clauses, this.facts, this.utterance] = [[], [], ""];
  }
}

function unspaced(text: string): boolean {
  return UNSPACED.test(text) && !/[\p{Script=Latin}\p{N}][,;:]$/u.test(text);
}
