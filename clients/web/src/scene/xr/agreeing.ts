import type { App } from "../../app";
import { PURPOSES } from "../../privacy";
import type { Purpose } from "../../privacy";
import { say } from "../../strings";
import { byId } from "../../ui/page";
import type { Paragraph } from "./menu/reading";

/** What a visitor in a headset may agree to, purpose by purpose, and what is kept of them. */
export interface Agreeing {
  /** What is kept, as the house says it. */
  readonly kept: readonly Paragraph[];
  label(purpose: Purpose): { text: string; language: string };
  /** Whether it stands, as the house has said. */
  agreed(purpose: Purpose): boolean;
  /** Whether it can be agreed to now: its words are there, and nothing stands against it. */
  can(purpose: Purpose): boolean;
  /** The words that are agreed to, and what limits them; before them that the house refused what was said of it last. */
  body(purpose: Purpose): Paragraph[];
  /** Ask the house anew. */
  look(): void;
  decide(purpose: Purpose, now: boolean): void;
}

/** The page's own panel “About you”, operated from the menu: what is agreed here is ticked there. */
export class AsOnThePage implements Agreeing {
  constructor(private readonly app: Pick<App, "you">, private readonly changed: () => void) {
    app.you.standing.onChanged(changed);
  }

  get kept(): readonly Paragraph[] {
    return this.app.you.kept.sentences.map((text) => ({ text, tone: "plain" }));
  }

  label(purpose: Purpose): { text: string; language: string } {
    return { text: say(`purpose-${purpose}`), language: document.documentElement.lang };
  }

  agreed(purpose: Purpose): boolean {
    return this.app.you.standing.stands.includes(purpose);
  }

  can(purpose: Purpose): boolean {
    return this.app.you.consent.can(purpose);
  }

  body(purpose: Purpose): Paragraph[] {
    const { standing } = this.app.you;
    const refused = standing.refused(purpose);
    const before: Paragraph[] = refused === "" ? [] : [{ text: say(refused), tone: "strong" }];
    if (standing.slow) before.push({ text: say("oneMoment"), tone: "faint" });
    const { shown } = this.app.you.consent;
    if (shown === null) return [...before, { text: byId("consent-missing").textContent || say("oneMoment"), tone: "faint" }];
    const limit = this.app.you.consent.limit(purpose);
    return [
      ...before,
      { text: shown.purposes[purpose], tone: "plain" },
      ...(shown.ai ? [{ text: say("aiWritten"), tone: "strong" as const }] : []),
      ...(limit === "" ? [] : [{ text: limit, tone: "faint" as const }]),
    ];
  }

  look(): void {
    void this.app.you.look().finally(() => {
      this.app.you.consent.tick(PURPOSES.filter((purpose) => this.agreed(purpose)));
      this.changed();
    });
  }

  decide(purpose: Purpose, now: boolean): void {
    this.app.you.decide(purpose, now);
    this.changed();
  }
}
