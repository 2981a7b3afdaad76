import type { UtteranceStarted } from "../wire.gen";

type Button = Pick<HTMLButtonElement, "hidden" | "disabled" | "addEventListener">;

/** The small button at the caption, "that sounds wrong": once for each sentence, and never for a notice. */
export class Doubt {
  private utterance = "";

  /** `doubted` says whether the doubt could be sent. */
  constructor(private readonly button: Button, doubted: (utterance: string) => boolean) {
    button.addEventListener("click", () => (button.disabled = doubted(this.utterance)));
  }

  /** Words are in front of the visitor; `fresh` where they begin a sentence. */
  show({ utterance, kind }: UtteranceStarted, fresh: boolean): void {
    this.utterance = utterance;
    this.button.hidden = kind === "notice";
    if (fresh) this.button.disabled = false;
  }

  clear(): void {
    this.button.hidden = true;
  }
}
