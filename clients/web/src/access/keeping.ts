import { direction, textIn } from "../language";
import type { Fact, Site } from "../site";
import { PHRASES, say } from "../strings";
import { byId, element } from "../ui/page";
import { asPage, asSubtitles, asText } from "./transcript";
import type { Heading, Line } from "./transcript";

const LONGEST = 2_000;
const TYPES = { txt: "text/plain", vtt: "text/vtt", html: "text/html" } as const;

/** What was said in this visit, to take along: it is made in this page, and is in no other place. */
export class Keeping {
  private readonly lines: Line[] = [];
  private readonly begun = performance.now();

  constructor(private readonly site: () => Site | null, private readonly facts: () => Promise<Record<string, Fact>>) {
    byId("transcript").addEventListener("click", (event) => {
      const { value } = event.target as HTMLButtonElement;
      if (value in TYPES) void this.hand(value as keyof typeof TYPES);
    });
  }

  /** A sentence begins. */
  begin(line: Omit<Line, "at">): void {
    this.lines.push({ ...line, at: performance.now() - this.begun });
    if (this.lines.length > LONGEST) this.lines.shift();
    byId("transcript").hidden = false;
  }

  /** The sentence goes on. */
  grow(text: string, facts: readonly string[]): void {
    const last = this.lines.pop();
    if (last !== undefined) this.lines.push({ ...last, text, facts });
  }

  /** Nothing is to be known of the visit any more. */
  clear(): void {
    this.lines.length = 0;
    byId("transcript").hidden = true;
  }

  private async hand(form: keyof typeof TYPES): Promise<void> {
    const facts = await this.facts().catch(() => ({}));
    const heading = this.heading();
    const text = { txt: () => asText(this.lines, facts, heading), vtt: () => asSubtitles(this.lines, heading), html: () => asPage(this.lines, facts, heading) }[form]();
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${TYPES[form]};charset=utf-8` }));
    link.download = `caravanserai-${this.site()?.id ?? "visit"}.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  private heading(): Heading {
    const { language } = PHRASES;
    const place = textIn(this.site()?.title ?? {}, language);
    const day = new Date().toLocaleDateString(language, { dateStyle: "long" });
    return {
      title: say("transcriptOf", { place, day }), note: say("transcriptMade", { mark: say("aiWritten") }), sources: say("sources"),
      language, direction: direction(language),
    };
  }
}
