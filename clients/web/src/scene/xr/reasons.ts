import type { App } from "../../app";
import type { Fact } from "../../site";
import { say } from "../../strings";
import { citation } from "../../ui/sources";
import type { Paragraph } from "./menu/reading";

/** “How do you know?” in a headset: the last sentence that rests on facts, those facts under it and where they were published. */
export interface Reasons {
  readonly label: { text: string; language: string };
  readonly body: readonly Paragraph[];
  /** Look up the sentence of now; the guide may go on meanwhile. */
  look(): void;
}

export class LastSaid implements Reasons {
  body: readonly Paragraph[] = [];
  private asked = 0;

  constructor(private readonly app: Pick<App, "words" | "place" | "language">, private readonly changed: () => void) {}

  get label(): { text: string; language: string } {
    return { text: say("howKnow"), language: document.documentElement.lang };
  }

  look(): void {
    const { text, facts } = this.app.words.last;
    const turn = ++this.asked;
    const tell = (what: readonly Paragraph[]): void => {
      if (turn !== this.asked) return;
      this.body = [...(text === "" ? [] : [{ text, tone: "strong" as const }]), ...what];
      this.changed();
    };
    tell([{ text: say("oneMoment"), tone: "faint" }]);
    this.app.place.factsIn(this.app.language).then(
      (all) => tell(reasonsOf(facts.flatMap((id) => all[id] ?? []))),
      () => tell([{ text: say("sourcesMissing"), tone: "plain" }]),
    );
  }
}

/** Facts with their sources, to be read. */
export function reasonsOf(facts: readonly Fact[]): Paragraph[] {
  if (facts.length === 0) return [{ text: say("noSources"), tone: "plain" }];
  return facts.flatMap(({ text, disputed, sources }) => [
    { text, tone: "plain" as const },
    ...(disputed ? [{ text: say("disputed"), tone: "strong" as const }] : []),
    ...sources.map((source) => ({ text: citation(source), tone: "faint" as const })),
  ]);
}
