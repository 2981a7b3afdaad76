import type { Caption } from "./wire.gen";

/** Latin, Chinese, Arabic, Urdu, Devanagari, Armenian, Burmese, Khmer and Ethiopic; Thai and Lao have no such mark. */
const CLOSED = /[.!?…。！？｡؟۔।॥։။៕។።፧][\p{Pf}\p{Pe}"'’”]*\s*$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{P}]$/u;
/** Letters after which a sentence begins a new caption although it is not at its end. */
const LONGEST = 260;

/** The clauses of the sentence that is being spoken: captions come clause by clause, and are read together. */
export class Sentence {
  /** Clauses so far, the newest last; joined they are the text. */
  clauses: string[] = [];
  facts: string[] = [];
  private utterance = "";
  /** Which of the utterance's it is; none where the house does not say, as in what was kept of an older one. */
  private number: number | undefined;

  get text(): string {
    return this.clauses.join("").trim();
  }

  /** Whether a mark says that it is at its end; not every script has one. */
  get closed(): boolean {
    return CLOSED.test(this.text);
  }

  /** Take a caption; true where it begins a new sentence. */
  add(caption: Caption): boolean {
    const { utterance, sentence, text, facts } = caption;
    const before = this.clauses.join("");
    const fresh = before === "" || before.length + text.length > LONGEST || this.another(caption);
    if (fresh) this.clauses = [];
    [this.utterance, this.number, this.facts] = [utterance, sentence, [...facts]];
    this.clauses.push(fresh || sentence !== undefined || /\s$/.test(before) || unspaced(before) ? text : ` ${text}`);
    return fresh;
  }

  /** Nothing is being said. */
  clear(): void {
    [this.clauses, this.facts, this.utterance, this.number] = [[], [], "", undefined];
  }

  /** Whether it begins another sentence, as the house counts them; else by its marks and by its facts, which all clauses of a sentence share. */
  private another({ utterance, sentence, facts }: Caption): boolean {
    if (utterance !== this.utterance || sentence !== this.number) return true;
    return sentence === undefined && (this.closed || facts.length !== this.facts.length || facts.some((fact) => !this.facts.includes(fact)));
  }
}

function unspaced(text: string): boolean {
  return UNSPACED.test(text) && !/[\p{Script=Latin}\p{N}][,;:]$/u.test(text);
}
