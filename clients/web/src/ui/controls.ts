import { byId, disclose } from "./page";
import { tongue } from "./tongue";

/** Milliseconds after which a press was a hold. */
const HELD_MS = 350;

export interface ControlEvents {
  asked(text: string): void;
  reacted(reaction: "more" | "repeat" | "skip"): void;
  interrupted(): void;
  /** Push to talk: pressed and let go. */
  talk(now: boolean): void;
  story(): void;
  volume(volume: number, muted: boolean): void;
  language(tag: string): void;
}

/** The buttons and fields of the tour. */
export class Controls {
  private readonly talk = byId<HTMLButtonElement>("talk");
  private readonly mute = byId<HTMLButtonElement>("mute");
  private readonly slider = byId<HTMLInputElement>("volume");
  private readonly selects = [byId<HTMLSelectElement>("language"), byId<HTMLSelectElement>("language-start")];

  constructor(private readonly events: ControlEvents, volume: number, muted: boolean) {
    disclose(byId("show-stops"), byId("stops"));
    disclose(byId("show-history"), byId("history"));
    disclose(byId("show-tour-words"), byId("tour-words"));
    for (const reaction of ["more", "repeat", "skip"] as const) {
      byId(reaction).addEventListener("click", () => events.reacted(reaction));
    }
    this.listenToQuestion();
    this.listenToTalk();
    byId("story").addEventListener("click", () => events.story());
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

  /** Offer these languages, with `chosen` selected; those that cannot be had now are named, and cannot be chosen. */
  languages(tags: readonly string[], chosen: string, tiers: Record<string, string> = {}, has: (tag: string) => boolean = () => true): void {
    const made = () => tags.map((tag) => tongue(tag, tiers[tag] === "checked", !has(tag)));
    const drawn = made().map(({ text }) => text).join();
    for (const select of this.selects) {
      if ([...select.options].map(({ text }) => text).join() !== drawn) select.replaceChildren(...made());
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

  /** The microphone is open. */
  speaking(now: boolean): void {
    this.talk.setAttribute("aria-pressed", String(now));
  }

  /** Held with a finger or a key it listens as long; a short press begins and another ends. */
  private listenToTalk(): void {
    let since = 0;
    const begin = (): void => {
      if (this.talk.getAttribute("aria-pressed") === "true") return;
      since = performance.now();
      this.events.talk(true);
    };
    const end = (): void => {
      if (since > 0 && performance.now() - since > HELD_MS) this.events.talk(false);
    };
    this.talk.addEventListener("pointerdown", (event) => {
      const open = this.talk.getAttribute("aria-pressed") === "true";
      since = 0;
      if (open) this.events.talk(false);
      else begin();
      this.talk.setPointerCapture(event.pointerId);
    });
    this.talk.addEventListener("pointerup", end);
    this.talk.addEventListener("pointercancel", end);
    this.talk.addEventListener("click", ({ detail }) => {
      if (detail === 0) this.events.talk(this.talk.getAttribute("aria-pressed") !== "true");
    });
    addEventListener("keydown", (event) => {
      if (event.code === "KeyT" && !event.repeat && !typing(event)) begin();
    });
    addEventListener("keyup", (event) => {
      if (event.code === "KeyT" && !typing(event)) this.events.talk(false);
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

function typing({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || (target instanceof Element && target.matches("input, select, textarea"));
}
