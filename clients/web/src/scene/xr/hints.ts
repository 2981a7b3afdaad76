import { byId } from "../../ui/page";
import type { CaptionPanel } from "../caption-panel";

/** Milliseconds until the first hint, and that it stays: long enough to be read twice. */
const FIRST_MS = 1_000;
const HINT_MS = 25_000;

/** The small line below the captions: how one moves, at first; and whatever the page has to say, for as long as it says it. */
export class Hints {
  private hint = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly said = byId("notice");
  private readonly watching = new MutationObserver(() => this.draw());

  constructor(private readonly panel: CaptionPanel) {}

  /** The session has begun; `hint` tells how to move, once the hands are known. */
  start(hint: () => string): void {
    this.stop();
    this.watching.observe(this.said, { childList: true, characterData: true, attributes: true, subtree: true });
    this.timer = setTimeout(() => {
      this.show(hint());
      this.timer = setTimeout(() => this.show(""), HINT_MS);
    }, FIRST_MS);
    this.draw();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.watching.disconnect();
    this.hint = "";
    this.panel.write({ hint: "" });
  }

  private show(hint: string): void {
    this.hint = hint;
    this.draw();
  }

  private draw(): void {
    this.panel.write({ hint: (this.said.hidden ? "" : this.said.textContent) || this.hint });
  }
}
