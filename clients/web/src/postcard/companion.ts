import { serifFor } from "../access/serif";
import type { App } from "../app";
import type { Companion } from "../companions";
import { textIn } from "../language";
import type { Source } from "../site";
import { say } from "../strings";
import type { Key } from "../strings";
import { give, pictureOf } from "../ui/give";
import { iconButton } from "../ui/icon-button";
import { byId, element, worded } from "../ui/page";
import { byMachine } from "../ui/words";
import type { Caption, UtteranceStarted } from "../wire.gen";
import { draw, written } from "./card";
import type { Card } from "./card";

interface Heard {
  text: string;
  facts: readonly string[];
  language: string;
  marks: readonly Key[];
  utterance: string;
  /** Which of the utterance's. */
  sentence: number | undefined;
}

/** A picture of what is seen with the sentence heard there, made on the device for who wants to take it home. */
export class Postcard implements Companion {
  private heard: Heard | null = null;
  /** The last sentence that was heard to its end. */
  private whole: Heard | null = null;
  private readonly dialog = element("dialog");
  private readonly image = element("img");
  private readonly date = element("input");
  private readonly share = worded("button", "postcardShare", "quiet-button");
  private readonly save = worded("button", "postcardTake", "primary");
  private seen: HTMLCanvasElement | null = null;
  private made: Blob | null = null;
  /** What this card says. */
  private told: Heard | null = null;
  private readonly wait = element("progress");

  constructor(private readonly app: App) {
    const button = iconButton("show-postcard", "postcardMake", "M4 6h16v12H4zM4 15l4.500-4 3.500 3 3-2.500 5 4.500M15.500 9.500h.01");
    button.setAttribute("aria-haspopup", "dialog");
    byId("show-history").before(button);
    button.addEventListener("click", () => void this.open());
    this.build();
  }

  shown(caption: Caption, utterance: UtteranceStarted): void {
    const { text, facts, closed } = this.app.words.sentence;
    const marks: Key[] = [...(caption.imaginative ? ["imagined" as const] : []), ...(byMachine(caption) ? ["aiWritten" as const] : [])];
    if (utterance.kind === "notice" || caption.text === "") return;
    const { heard } = this;
    if (heard?.utterance === caption.utterance && heard.sentence !== caption.sentence) this.whole = heard;
    this.heard = { text, facts, marks, language: utterance.captions_language ?? utterance.language, utterance: caption.utterance, sentence: caption.sentence };
    if (closed) this.whole = this.heard;
  }

  /** Nothing that was heard is left. */
  forgotten(): void {
    this.heard = this.whole = this.told = this.seen = this.made = null;
    this.dialog.close();
  }

  private build(): void {
    const title = worded("h2", "postcard");
    title.id = "postcard-title";
    this.dialog.id = "postcard";
    this.dialog.setAttribute("aria-labelledby", title.id);
    const close = iconButton("postcard-close", "close", "M6 6l12 12M18 6L6 18");
    close.classList.add("close");
    const tick = element("label", "", "tick");
    this.date.type = "checkbox";
    this.wait.dataset["label"] = "oneMoment";
    tick.append(this.date, worded("span", "postcardDate"));
    const row = element("div", "", "row");
    for (const each of [this.save, this.share]) each.type = "button";
    row.append(this.save, this.share);
    this.dialog.append(close, title, this.wait, this.image, tick, row, worded("p", "postcardMade", "why"));
    document.body.append(this.dialog);
    close.addEventListener("click", () => this.dialog.close());
    this.date.addEventListener("change", () => void this.make());
    this.save.addEventListener("click", () => this.made !== null && give(this.made, this.name));
    this.share.addEventListener("click", () => void this.hand());
    this.dialog.addEventListener("close", () => (this.seen = this.made = null));
  }

  private get name(): string {
    return `caravanserai-${this.app.site?.id ?? "postcard"}.png`;
  }

  private async open(): Promise<void> {
    this.seen = this.app.view?.picture() ?? null;
    this.told = this.whole ?? this.heard;
    this.image.hidden = this.save.disabled = this.share.disabled = true;
    this.wait.hidden = false;
    this.date.checked = false;
    this.dialog.showModal();
    await this.make();
  }

  private async make(): Promise<void> {
    const { site } = this.app;
    if (site === null) return;
    const language = this.told?.language ?? this.app.reading;
    const title = textIn(site.title, language);
    const text = this.told?.text ?? textIn(site.summary, language);
    const day = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date());
    const marks = [...(this.told?.marks ?? []).map((key) => say(key)), ...(this.date.checked ? [day] : [])];
    const canvas = element("canvas");
    const card: Card = { title, sentence: text, source: await this.source(), marks, language };
    draw(canvas, this.seen, card, await serifFor(language, written(card)));
    try {
      this.made = await pictureOf(canvas);
    } catch {
      return this.app.notice.tell(say("postcardFailed"));
    }
    this.wait.hidden = true;
    this.image.hidden = this.save.disabled = this.share.disabled = false;
    URL.revokeObjectURL(this.image.src);
    this.image.src = URL.createObjectURL(this.made);
    this.image.alt = say("postcardAlt", { place: title, text });
    this.share.hidden = navigator.canShare?.({ files: [this.file] }) !== true;
  }

  /** Where the sentence is written: the first source of its first fact. */
  private async source(): Promise<string> {
    const facts = await this.app.place.factsIn(this.app.reading).catch(() => ({}) as Record<string, { sources: Source[] }>);
    const found = this.told?.facts.flatMap((id) => facts[id]?.sources ?? [])[0];
    if (found === undefined) return "";
    const year = found.year < 0 ? say("bce", { year: String(-found.year) }) : String(found.year);
    return say("postcardSource", { source: [found.author, found.title, year, found.locator].filter(Boolean).join(", ") });
  }

  private get file(): File {
    return new File([this.made!], this.name, { type: "image/png" });
  }

  private async hand(): Promise<void> {
    if (this.made === null) return;
    // Who thinks better of it closes the share sheet, which is no failure.
    await navigator.share({ files: [this.file] }).catch(() => undefined);
  }
}
