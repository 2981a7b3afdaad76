import { choose, direction } from "../language";
import { Sentence } from "../sentence";
import { PHRASES, say } from "../strings";
import { byId } from "../ui/page";
import type { Caption, UtteranceStarted } from "../wire.gen";

/** The second visitor's captions. */
export class Beside {
  private readonly sentence = new Sentence();
  private readonly section = byId("second");
  private readonly line = byId("caption-second");
  private readonly ai = byId("ai-second");

  show(caption: Caption, { captions_beside: language }: UtteranceStarted): void {
    this.section.hidden = language === undefined || language === null;
    document.body.toggleAttribute("data-two", !this.section.hidden);
    if (this.section.hidden) return;
    const text = caption.beside ?? "";
    if (text !== "") this.sentence.add({ ...caption, text });
    else if (this.sentence.text === "") return void this.excuse(language!);
    this.write(this.sentence.text, language!, caption.beside_ai);
  }

  clear(): void {
    this.sentence.clear();
    this.line.textContent = "";
    this.ai.hidden = true;
  }

  /** In the second visitor's language, where the page speaks it. */
  private async excuse(language: string): Promise<void> {
    const tag = choose([language, "en"], PHRASES.languages);
    const words = (await PHRASES.of(tag))["kioskOnlyThere"];
    if (this.sentence.text === "") this.write(typeof words === "string" ? words : say("kioskOnlyThere"), tag, false);
  }

  private write(text: string, language: string, ai: boolean): void {
    [this.line.textContent, this.line.lang, this.section.dir] = [text, language, direction(language)];
    this.ai.hidden = !ai;
  }
}
