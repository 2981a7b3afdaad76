import type { DraftSentence } from "./draft";

/** A sentence while it is edited. */
export interface Words {
  text: string;
  facts: readonly string[];
}

const MOST = 100;

/** The words of a draft while they are edited, with every state to go back to. */
export class Editing {
  private past: (readonly Words[])[] = [];
  private future: (readonly Words[])[] = [];
  private typing = -1;

  constructor(readonly original: readonly Words[], public now: readonly Words[] = original) {}

  static of(sentences: readonly DraftSentence[]): Editing {
    return new Editing(sentences.map(({ text, facts }) => ({ text, facts: [...facts] })));
  }

  get changed(): boolean {
    return JSON.stringify(this.now) !== JSON.stringify(this.original);
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Write one sentence; what is typed into it at a stretch is one step. */
  write(index: number, text: string): void {
    if (this.now[index]?.text === text) return;
    const next = this.now.map((each, at) => (at === index ? { ...each, text } : each));
    if (this.typing === index) this.now = next;
    else this.to(next);
    this.typing = index;
    this.future = [];
  }

  /** Let a sentence rest on a fact, or no longer. */
  rest(index: number, fact: string, on: boolean): void {
    this.to(this.now.map((each, at) => {
      if (at !== index) return each;
      const others = each.facts.filter((known) => known !== fact);
      return { ...each, facts: on ? [...others, fact] : others };
    }));
  }

  remove(index: number): void {
    if (this.now.length > 1) this.to(this.now.filter((_, at) => at !== index));
  }

  /** A new sentence after this one, resting on the same facts. */
  add(index: number): void {
    const facts = this.now[index]?.facts ?? [];
    this.to([...this.now.slice(0, index + 1), { text: "", facts }, ...this.now.slice(index + 1)]);
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.now);
    this.now = before;
    this.typing = -1;
  }

  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.now);
    this.now = after;
    this.typing = -1;
  }

  /** The next letter begins a new step. */
  pause(): void {
    this.typing = -1;
  }

  /** As it is sent: without what was left empty. */
  sentences(): Words[] {
    return this.now.map(({ text, facts }) => ({ text: text.trim(), facts })).filter(({ text }) => text !== "");
  }

  private to(next: readonly Words[]): void {
    this.past = [...this.past.slice(-MOST), this.now];
    this.future = [];
    this.now = next;
    this.typing = -1;
  }
}
