import { ownName } from "../language";
import { savePreferences } from "../preferences";
import type { Preferences } from "../preferences";
import { LANGUAGES, PHRASES, origin, say } from "../strings";
import { byId } from "../ui/page";
import { apply, looksFrom } from "./looks";
import type { Looks } from "./looks";

const SELECTS = { text: "set-text", contrast: "set-contrast", motion: "set-motion", captionSize: "set-caption-size", captionGround: "set-caption-ground" } as const;
const TICKS = { captions: "set-captions", cues: "set-cues", live: "set-live" } as const;
const NUMBERS: readonly string[] = ["text", "captionSize"];

/** What a visitor may set of the page, kept on the device and seen at once. */
export class Settings {
  private readonly dialog = byId<HTMLDialogElement>("settings");
  private readonly page = byId<HTMLSelectElement>("page-language");

  /** `retell` says everything in the language that is now chosen. */
  constructor(private readonly preferences: Preferences, private readonly retell: () => void) {
    this.fill(looksFrom(preferences.looks));
    for (const button of document.querySelectorAll(".show-settings")) button.addEventListener("click", () => this.dialog.showModal());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    byId("settings-form").addEventListener("submit", (event) => event.preventDefault());
    byId("settings-form").addEventListener("change", (event) => {
      if (event.target === this.page) this.speak(this.page.value);
      else this.keep();
    });
  }

  /** Name the languages, and say whose words these are. */
  draw(): void {
    const choices = LANGUAGES.map((tag) => new Option(ownName(tag), tag)).sort((a, b) => a.text.localeCompare(b.text));
    for (const choice of choices) choice.lang = choice.value;
    this.page.replaceChildren(new Option(say("sameAsGuide"), ""), ...choices);
    this.page.value = this.preferences.page ?? "";
    const machine = origin().tier === "machine";
    const words = say("translatedByMachine", { language: ownName(PHRASES.language) });
    byId("translated").hidden = byId("translated-here").hidden = !machine;
    byId("translated-by").textContent = byId("translated-here").querySelector("span")!.textContent = words;
  }

  private speak(tag: string): void {
    if (tag === "") delete this.preferences.page;
    else this.preferences.page = tag;
    savePreferences(this.preferences);
    this.retell();
  }

  private fill(looks: Looks): void {
    for (const [field, id] of Object.entries(SELECTS)) byId<HTMLSelectElement>(id).value = String(looks[field as keyof Looks]);
    for (const [field, id] of Object.entries(TICKS)) byId<HTMLInputElement>(id).checked = looks[field as keyof typeof TICKS];
    apply(looks);
  }

  private keep(): void {
    const selects = Object.entries(SELECTS).map(([field, id]) => {
      const { value } = byId<HTMLSelectElement>(id);
      return [field, NUMBERS.includes(field) ? Number(value) : value];
    });
    const ticks = Object.entries(TICKS).map(([field, id]) => [field, byId<HTMLInputElement>(id).checked]);
    this.preferences.looks = looksFrom(Object.fromEntries([...selects, ...ticks]));
    savePreferences(this.preferences);
    apply(this.preferences.looks);
  }
}
