import { Sentence } from "../sentence";
import { say } from "../strings";
import type { Caption, UtteranceStarted } from "../wire.gen";
import { byId, element } from "./page";

const LONGEST_HISTORY = 200;

/** Whether a machine wrote these words. */
export function byMachine(caption: Caption): boolean {
  return caption.ai || caption.origin === "live";
}

/** The guide's words: the sentence of now, and everything said in this visit. */
export class Words {
  /** Every caption that was shown, oldest first. */
  readonly said: string[] = [];
  readonly sentence = new Sentence();
  private readonly caption = byId("caption");
  private readonly about = byId("about");
  private readonly ai = byId("ai");
  private readonly how = byId("how");
  private readonly panel = byId("history");
  private readonly history = this.panel.querySelector("ol")!;
  private entry: HTMLElement | null = null;

  constructor(private readonly explain: (facts: readonly string[]) => void) {
    this.how.addEventListener("click", () => this.explain(this.sentence.facts));
  }

  /** A clause more: it joins its sentence on the page and in the history. */
  show(caption: Caption, utterance: UtteranceStarted): void {
    const fresh = this.sentence.add(caption);
    this.said.push(caption.text);
    this.caption.lang = utterance.language;
    if (fresh) this.caption.replaceChildren();
    this.caption.append(element("span", this.sentence.clauses.at(-1)));
    this.ai.hidden = !byMachine(caption);
    this.how.hidden = this.sentence.facts.length === 0;
    if (fresh || this.entry === null) this.entry = this.record(element("li"));
    this.write(this.entry, utterance.language, byMachine(caption));
  }

  clear(): void {
    this.sentence.clear();
    this.entry = null;
    this.caption.replaceChildren();
    this.ai.hidden = this.how.hidden = true;
  }

  /** What is in front of the visitor. */
  title(label: string): void {
    this.about.textContent = label;
  }

  /** Keep what the visitor asked, in the visitor's own page only. */
  asked(text: string): void {
    const item = this.record(element("li", "", "asked"));
    item.append(element("b", say("you")), element("p", text));
    this.entry = null;
  }

  private write(item: HTMLElement, language: string, machine: boolean): void {
    const words = element("p", this.sentence.text);
    words.lang = language;
    item.replaceChildren(words);
    if (machine) item.append(element("span", say("aiWritten"), "mark"));
    const { facts } = this.sentence;
    if (facts.length > 0) item.append(this.question(facts));
  }

  private question(facts: readonly string[]): HTMLElement {
    const how = element("button", say("howKnow"), "link");
    how.type = "button";
    how.addEventListener("click", () => this.explain(facts));
    return how;
  }

  private record(item: HTMLElement): HTMLElement {
    this.history.append(item);
    while (this.history.childElementCount > LONGEST_HISTORY) this.history.firstElementChild!.remove();
    this.panel.querySelector<HTMLElement>(".empty")!.hidden = true;
    this.panel.scrollTop = this.panel.scrollHeight;
    return item;
  }
}
