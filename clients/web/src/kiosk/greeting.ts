import { direction } from "../language";
import { greetingUrl } from "./house";
import type { KioskTold } from "./house";

/** The site's welcome in the language that was touched: read at once, spoken as soon as the house has it. */
export class Greeting {
  private readonly voice = new Audio();

  constructor(private readonly line: HTMLElement) {}

  /** Greet, as loud as visitors hear the guide. */
  say({ site, greetings }: KioskTold, language: string, volume: number): void {
    this.hush();
    const greeting = greetings[language];
    [this.line.textContent, this.line.lang, this.line.dir] = [greeting?.text ?? "", language, direction(language)];
    if (greeting?.spoken !== true) return;
    this.voice.src = greetingUrl(site, language);
    this.voice.volume = volume;
    // Where the browser wants a touch first, or the voice is late, the words are there to be read.
    void this.voice.play().catch(() => undefined);
  }

  get speaking(): boolean {
    return !this.voice.paused && !this.voice.ended;
  }

  hush(): void {
    this.voice.pause();
    this.line.textContent = "";
  }
}
