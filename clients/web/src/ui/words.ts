import { say } from "../strings";
import type { Caption, UtteranceStarted } from "../wire.gen";
import { byId, element } from "./page";

const LONGEST_HISTORY = 200;

/** Whether a machine wrote these words. */
export function byMachine(caption: Caption): boolean {
  return caption.ai || caption.origin === "live";
}

/** The guide's words: the caption of now, and everything said in this visit. */
export class Words {
  /** Every caption that was shown, oldest first. */
  readonly said: string[] = [];
  private readonly caption = byId("caption");
  private readonly about = byId("about");
  private readonly ai = byId("ai");
  private readonly how = byId("how");
  private readonly history = byId("history").querySelector("ol")!;
  private facts: readonly string[] = [];

  constructor(private readonly explain: (facts: readonly string[]) => void) {
    this.how.addEventListener("click", () => this.explain(this.facts));
  }

  show(caption: Caption, utterance: UtteranceStarted): void {
    const machine = byMachine(caption);
    this.facts = caption.facts;
    this.caption.lang = utterance.language;
    this.caption.textContent = caption.text;
    this.ai.hidden = !machine;
    this.how.hidden = this.facts.length === 0;
    this.said.push(caption.text);
    this.record(this.entry(caption, utterance.language, machine));
  }

  clear(): void {
    this.caption.textContent = "";
    this.ai.hidden = this.how.hidden = true;
  }

  /** What is in front of the visitor. */
  title(label: string): void {
    this.about.textContent = label;
  }

  /** Keep what the visitor asked, in the visitor's own page only. */
  asked(text: string): void {
    const item = element("li", "", "asked");
    item.append(element("b", say("you")), element("p", text));
    this.record(item);
  }

  private entry(caption: Caption, language: string, machine: boolean): HTMLElement {
    const item = element("li");
    const words = element("p", caption.text);
    words.lang = language;
    item.append(words);
    if (machine) item.append(element("span", say("aiWritten"), "mark"));
    const facts = caption.facts;
    if (facts.length > 0) {
      const how = element("button", say("howKnow"), "link");
      how.type = "button";
      how.addEventListener("click", () => this.explain(facts));
      item.append(how);
    }
    return item;
  }

  private record(item: HTMLElement): void {
    this.history.append(item);
    while (this.history.childElementCount > LONGEST_HISTORY) this.history.firstElementChild!.remove();
    byId("history").querySelector<HTMLElement>(".empty")!.hidden = true;
    byId("history").scrollTop = byId("history").scrollHeight;
  }
}
