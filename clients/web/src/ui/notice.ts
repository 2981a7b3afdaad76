import { say } from "../strings";
import type { Key } from "../strings";

/** Conditions a visitor is told of, the gravest first. */
const ORDER = ["noServer", "offline", "offlineEmpty", "lost", "contextLost", "noWebgl", "noAudio", "noVoice", "slowModel", "oneMoment"] as const satisfies readonly Key[];
const BRIEF_MS = 6_000;
/** What is to be read whole, and may be acted on. */
const LONG_MS = 20_000;

export type Condition = (typeof ORDER)[number];

/** The one line that says kindly what does not work, for as long as it does not. */
export class Notice {
  private readonly conditions = new Set<Condition>();
  private brief = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly line: HTMLElement) {}

  set(condition: Condition, holds: boolean): void {
    if (this.conditions.has(condition) === holds) return;
    if (holds) this.conditions.add(condition);
    else this.conditions.delete(condition);
    this.draw();
  }

  /** Say something once; `long` where there is much of it. */
  tell(text: string, long = false): void {
    this.brief = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.brief = "";
      this.draw();
    }, long ? LONG_MS : BRIEF_MS);
    this.draw();
  }

  /** A bar without an end that is known. */
  private wait(): void {
    if (this.line.childElementCount > 0) return;
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", say("oneMoment"));
    this.line.prepend(bar);
  }

  /** Write it again, in the language of now. */
  draw(): void {
    const first = ORDER.find((condition) => this.conditions.has(condition));
    const text = this.brief !== "" ? this.brief : first === undefined ? "" : say(first);
    this.line.hidden = text === "";
    if (this.line.textContent !== text) this.line.textContent = text;
    if (text !== "" && text === say("oneMoment")) this.wait();
  }
}
