import { patiently } from "../access/waiting";
import { direction } from "../language";
import { PURPOSES, fetchWords } from "../privacy";
import type { ConsentWords, Purpose } from "../privacy";
import { say } from "../strings";
import { byId, element } from "./page";

/** What a visitor is asked to agree to, purpose by purpose, in the words that the ledger keeps; nothing is ticked ahead. */
export class Consent {
  private readonly list = byId("purposes");
  private readonly missing = byId("consent-missing");
  private words: { asked: string; shown: ConsentWords } | null = null;

  constructor(private readonly isChild: () => boolean) {
    this.list.addEventListener("change", () => this.settle());
  }

  /** Ask in a language; what is ticked stays ticked. Where the words cannot be had, nothing can be agreed to. */
  async ask(language: string): Promise<void> {
    if (this.words?.asked !== language) {
      try {
        this.words = { asked: language, shown: await patiently(this.missing, fetchWords(language)) };
      } catch {
        this.missing.textContent = this.words === null ? say("wordsMissing") : "";
      }
    }
    if (this.words === null) return;
    this.missing.textContent = "";
    this.draw(this.words.shown);
  }

  /** The purposes that are ticked. */
  get purposes(): Purpose[] {
    return PURPOSES.filter((purpose) => this.box(purpose)?.checked === true);
  }

  /** What names the words that were shown; empty before they were. */
  get name(): string {
    return this.words?.shown.name ?? "";
  }

  /** The words that were shown, or null before they were. */
  get shown(): ConsentWords | null {
    return this.words?.shown ?? null;
  }

  /** Whether a purpose can be agreed to now. */
  can(purpose: Purpose): boolean {
    return this.box(purpose)?.disabled === false;
  }

  /** What limits a purpose, in a sentence; empty where nothing does. */
  limit(purpose: Purpose): string {
    if (purpose === "personalise") return "";
    if (this.isChild()) return say("childKeeps");
    return purpose === "voice" ? say("needsAnalytics") : say("keptDays", { n: this.shown?.days ?? 0 });
  }

  tick(purposes: readonly Purpose[]): void {
    for (const purpose of PURPOSES) {
      const box = this.box(purpose);
      if (box !== null) box.checked = purposes.includes(purpose);
    }
    this.settle();
  }

  /** Nothing is kept of a child, and spoken questions only beside typed ones. */
  settle(): void {
    const child = this.isChild();
    this.allow("analytics", !child);
    this.allow("voice", !child && this.box("analytics")?.checked === true);
    for (const note of this.list.querySelectorAll<HTMLElement>("[data-note]")) note.textContent = this.limit(note.dataset["note"] as Purpose);
  }

  private allow(purpose: Purpose, can: boolean): void {
    const box = this.box(purpose);
    if (box === null) return;
    box.disabled = !can;
    if (!can) box.checked = false;
  }

  private box(purpose: Purpose): HTMLInputElement | null {
    return this.list.querySelector<HTMLInputElement>(`input[value="${purpose}"]`);
  }

  private draw(words: ConsentWords): void {
    const { purposes } = this;
    const focused = (document.activeElement as HTMLInputElement | null)?.value;
    this.list.replaceChildren(...PURPOSES.map((purpose) => choice(purpose, words)));
    this.tick(purposes);
    if (focused !== undefined) this.list.querySelector<HTMLInputElement>(`input[value="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** One purpose: its name, the words that are agreed to, and what limits it. */
function choice(purpose: Purpose, words: ConsentWords): HTMLElement {
  const box = element("input");
  [box.type, box.value, box.id] = ["checkbox", purpose, `agree-${purpose}`];
  box.setAttribute("aria-describedby", `words-${purpose}`);
  const label = element("label", say(`purpose-${purpose}`));
  label.htmlFor = box.id;
  const text = element("p", words.purposes[purpose], "agreed-words");
  [text.id, text.lang, text.dir] = [`words-${purpose}`, words.language, direction(words.language)];
  const made = element("div", "", "purpose");
  made.append(box, label, text);
  if (words.ai) made.append(element("span", say("aiWritten"), "mark"));
  if (purpose !== "personalise") made.append(noted(purpose));
  return made;
}

function noted(purpose: Purpose): HTMLElement {
  const note = element("small");
  note.dataset["note"] = purpose;
  return note;
}
