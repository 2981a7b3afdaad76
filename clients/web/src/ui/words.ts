import { direction } from "../language";
import { Sentence } from "../sentence";
import { say } from "../strings";
import type { Caption, UtteranceStarted } from "../wire.gen";
import { Doubt } from "./doubt";
import { byId, element } from "./page";

const LONGEST_HISTORY = 200;

/** Whether a machine wrote these words. */
export function byMachine(caption: Caption): boolean {
  return caption.ai || caption.origin === "live";
}

/** What a caption must be marked with. */
function marks(caption: Caption): string[] {
  return [...(caption.imaginative === true ? [say("imagined")] : []), ...(byMachine(caption) ? [say("aiWritten")] : [])];
}

/** The guide's words: the sentence of now, and everything said in this visit. */
export class Words {
  /** Every caption that was shown, oldest first. */
  readonly said: string[] = [];
  readonly sentence = new Sentence();
  /** The last sentence that rests on facts, though it may be over. */
  last: { text: string; facts: readonly string[] } = { text: "", facts: [] };
  private readonly caption = byId("caption");
  private readonly section = this.caption.parentElement!;
  private readonly about = byId("about");
  private readonly ai = byId("ai");
  private readonly aiVoice = byId("ai-voice");
  private readonly imagined = byId("imagined");
  private readonly story = byId("story");
  private readonly how = byId("how");
  private readonly doubt: Doubt;
  private readonly panel = byId("history");
  private readonly history = this.panel.querySelector("ol")!;
  private entry: HTMLElement | null = null;

  constructor(private readonly explain: (facts: readonly string[]) => void, doubted: (utterance: string) => boolean) {
    this.doubt = new Doubt(byId<HTMLButtonElement>("wrong"), doubted);
    this.how.addEventListener("click", () => this.explain(this.sentence.facts));
  }

  /** A clause more: it joins its sentence on the page and in the history. */
  show(caption: Caption, utterance: UtteranceStarted): void {
    const fresh = this.sentence.add(caption);
    this.said.push(caption.text);
    const language = utterance.captions_language ?? utterance.language;
    this.caption.lang = language;
    this.caption.removeAttribute("dir");
    this.section.dir = direction(language);
    if (fresh) this.caption.replaceChildren();
    this.caption.append(element("span", this.sentence.clauses.at(-1)));
    this.ai.hidden = !byMachine(caption);
    this.aiVoice.hidden = utterance.voice === undefined || utterance.synthetic === false;
    this.imagined.hidden = caption.imaginative !== true;
    this.how.hidden = this.sentence.facts.length === 0;
    this.doubt.show(utterance, fresh);
    this.story.hidden = caption.offer !== "story";
    if (fresh || this.entry === null) this.entry = this.record(element("li"));
    if (this.sentence.facts.length > 0) this.last = { text: this.sentence.text, facts: this.sentence.facts };
    this.write(this.entry, language, marks(caption));
  }

  clear(): void {
    this.sentence.clear();
    this.entry = null;
    this.doubt.clear();
    this.caption.replaceChildren();
    this.ai.hidden = this.aiVoice.hidden = this.imagined.hidden = this.how.hidden = true;
  }

  /** What is in front of the visitor. */
  title(label: string): void {
    this.about.textContent = label;
  }

  /** What the guide has understood so far of what is being said aloud. */
  hearing(text: string): void {
    this.clear();
    byId("speaker").textContent = say("you");
    byId("speaker").hidden = text === "";
    this.caption.dir = "auto";
    this.caption.replaceChildren(element("span", text, "heard"));
  }

  /** Keep what the visitor asked, in the visitor's own page only. */
  asked(text: string): void {
    const item = this.record(element("li", "", "asked"));
    item.append(element("b", say("you")), element("p", text));
    this.entry = null;
    dispatchEvent(new CustomEvent("caravanserai:asked", { detail: text }));
  }

  private write(item: HTMLElement, language: string, marks: string[]): void {
    const words = element("p", this.sentence.text);
    words.lang = language;
    words.dir = "auto";
    item.replaceChildren(words);
    item.append(...marks.map((mark) => element("span", mark, "mark")));
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
