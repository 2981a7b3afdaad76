import type { App } from "../app";
import type { Companion } from "../companions";
import type { Site } from "../site";
import { LANGUAGES, PHRASES, say } from "../strings";
import { byId } from "../ui/page";
import { byMachine } from "../ui/words";
import { cutOff } from "../within";
import type { Caption, UtteranceStarted } from "../wire.gen";
import { Cues } from "./cues";
import { ensureFonts } from "./fonts";
import { Keeping } from "./keeping";
import { onLooks } from "./looks";
import { Reporting } from "./reporting";
import { Settings } from "./settings";
import { TourWords } from "./tour-words";
import { Turning } from "./turning";

/** Milliseconds after which a question that has no answer yet is said to be thought about. */
const PATIENCE_MS = 1_000;

/** What makes the page everybody's: settings, a tour to read, who speaks, what sounds, and what was said to keep. */
export class Everyone implements Companion {
  private readonly settings: Settings;
  private readonly tour: TourWords;
  private readonly keeping: Keeping;
  private readonly speaker = byId("speaker");
  private readonly thinking = byId("thinking");
  private readonly panel = byId("tour-words");
  private timer: ReturnType<typeof setTimeout> | undefined;
  private heard = "";
  /** Letters of languages that nobody reads yet, such as those in the list of languages, wait for the first picture. */
  private pictures = false;

  constructor(private readonly app: App) {
    const facts = () => app.place.factsIn(app.reading);
    this.settings = new Settings(app.preferences, () => void this.speak());
    this.tour = new TourWords((stop) => app.goto(stop), facts);
    this.keeping = new Keeping(() => app.site, facts);
    new Cues();
    new Reporting();
    new Turning();
    onLooks(({ live, captions }) => {
      byId("caption").setAttribute("aria-live", live ? "polite" : "off");
      byId("caption").tabIndex = captions ? 0 : -1;
    });
    addEventListener("caravanserai:asked", (event) => this.asked(String((event as CustomEvent).detail)));
    byId("skip-to-tour").addEventListener("click", (event) => this.leadToTour(event));
    const measured = new ResizeObserver(() => this.measure());
    for (const each of [document.querySelector(".top")!, byId("notice")]) measured.observe(each);
  }

  pictured(): void {
    this.pictures = true;
    this.spell();
  }

  entered(site: Site): void {
    this.tour.tell(site, this.app.reading);
  }

  retold(): void {
    this.settings.draw();
    this.spell();
    if (this.app.site !== null) this.tour.tell(this.app.site, this.app.reading);
  }

  frame(): void {
    if (this.panel.hidden) return;
    this.tour.mark(document.querySelector<HTMLElement>("#stops [aria-current]")?.dataset["stop"] ?? null);
  }

  /** The words are on the page already: add who says them, and keep them. */
  shown(caption: Caption, utterance: UtteranceStarted): void {
    this.rest();
    byId("caption").scrollTop = byId("caption").scrollHeight;
    const who = say(caption.imaginative ? "speakerStory" : "speakerGuide");
    this.speaker.textContent = who;
    this.speaker.hidden = false;
    const { clauses, text, facts } = this.app.words.sentence;
    if (clauses.length > 1) return this.keeping.grow(text, facts);
    if (this.heard !== who) byId("caption").prepend(named(who));
    this.heard = who;
    const marks = [caption.imaginative ? say("imagined") : "", byMachine(caption) ? say("aiWritten") : ""].filter(Boolean);
    this.keeping.begin({ speaker: who, text, facts, marks, language: utterance.captions_language ?? utterance.language });
  }

  cleared(): void {
    this.speaker.hidden = true;
  }

  /** Until the guide says something, the visitor waits. */
  begun(): void {
    this.wait("oneMoment");
  }

  forgotten(): void {
    this.keeping.clear();
  }

  /** The page in the language that was chosen, unless its words are not kept where there is no network. */
  private async speak(): Promise<void> {
    const { page } = this.app.preferences;
    await this.app.retell();
    if (cutOff() && page !== undefined && page !== PHRASES.language) this.app.notice.tell(say("offlineMissing"), true);
  }

  private spell(): void {
    const read = [document.documentElement.lang, this.app.reading];
    void ensureFonts(this.pictures ? [...read, ...(this.app.site?.languages ?? []), ...LANGUAGES] : read);
  }

  private asked(text: string): void {
    this.heard = say("you");
    this.keeping.begin({ speaker: this.heard, text, facts: [], marks: [], language: this.app.language });
    this.wait("thinking");
  }

  private wait(what: "thinking" | "oneMoment"): void {
    this.rest();
    this.thinking.querySelector("span")!.textContent = say(what);
    this.timer = setTimeout(() => (this.thinking.hidden = false), PATIENCE_MS);
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.thinking.hidden = true;
  }

  private leadToTour(event: Event): void {
    event.preventDefault();
    if (byId("tour-words").hidden) byId("show-tour-words").click();
    byId("tour-words").focus();
  }

  /** Panels hang below the bar, however many rows it has, and below what is said there. */
  private measure(): void {
    const { height } = document.querySelector(".top")!.getBoundingClientRect();
    if (height === 0) return;
    const notice = byId("notice").offsetHeight;
    const { style } = document.documentElement;
    style.setProperty("--bar", `${Math.ceil(height) + 4}px`);
    style.setProperty("--under", `${Math.ceil(height) + 4 + (notice > 0 ? notice + 8 : 0)}px`);
  }
}

/** Who speaks, for who hears the captions read aloud. */
function named(who: string): HTMLElement {
  const made = document.createElement("b");
  made.className = "hidden";
  made.textContent = `${who}: `;
  return made;
}
