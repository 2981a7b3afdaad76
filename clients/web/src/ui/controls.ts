import { ownName } from "../language";
import { byId, disclose } from "./page";

export interface ControlEvents {
  asked(text: string): void;
  reacted(reaction: "more" | "repeat" | "skip"): void;
  interrupted(): void;
  volume(volume: number, muted: boolean): void;
  language(tag: string): void;
}

/** The buttons and fields of the tour. */
export class Controls {
  private readonly mute = byId<HTMLButtonElement>("mute");
  private readonly slider = byId<HTMLInputElement>("volume");
  private readonly selects = [byId<HTMLSelectElement>("language"), byId<HTMLSelectElement>("language-start")];

  constructor(private readonly events: ControlEvents, volume: number, muted: boolean) {
    disclose(byId("show-stops"), byId("stops"));
    disclose(byId("show-history"), byId("history"));
    for (const reaction of ["more", "repeat", "skip"] as const) {
      byId(reaction).addEventListener("click", () => events.reacted(reaction));
    }
    this.listenToQuestion();
    this.listenToSound(volume, muted);
    for (const select of this.selects) {
      select.addEventListener("change", () => {
        select.blur();
        events.language(select.value);
      });
    }
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) events.interrupted();
    });
  }

  /** Offer these languages, with `chosen` selected. */
  languages(tags: readonly string[], chosen: string): void {
    for (const select of this.selects) {
      const known = [...select.options].map(({ value }) => value);
      if (known.join() !== tags.join()) select.replaceChildren(...tags.map((tag) => option(tag)));
      select.value = chosen;
    }
  }

  private listenToQuestion(): void {
    const field = byId<HTMLInputElement>("question");
    byId("ask-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      field.value = "";
      if (text !== "") this.events.asked(text);
    });
  }

  private listenToSound(volume: number, muted: boolean): void {
    this.slider.value = String(volume);
    this.mute.setAttribute("aria-pressed", String(muted));
    this.mute.addEventListener("click", () => {
      this.mute.setAttribute("aria-pressed", String(this.mute.getAttribute("aria-pressed") !== "true"));
      this.tellSound();
    });
    this.slider.addEventListener("input", () => {
      this.mute.setAttribute("aria-pressed", "false");
      this.tellSound();
    });
  }

  private tellSound(): void {
    this.events.volume(Number(this.slider.value), this.mute.getAttribute("aria-pressed") === "true");
  }
}

function option(tag: string): HTMLOptionElement {
  const made = new Option(ownName(tag), tag);
  made.lang = tag;
  return made;
}
