import type { Claims } from "../claims";
import type { Purpose } from "../privacy";
import { ENGLISH, say } from "../strings";
import type { Key } from "../strings";
import type { Consented, Profile } from "../wire.gen";
import { Agreed } from "./agreed";
import { Consent } from "./consent";
import { KeptPanel } from "./kept";
import { byId, worded } from "./page";
import { tongue } from "./tongue";

const AGES = ["child", "family", "adult", "expert"] as const;
const DETAILS = ["brief", "normal", "deep"] as const;
/** Where visitors may come from: ISO 3166-1 alpha-2. */
const COUNTRIES =
  "AE AF AL AM AR AT AU AZ BA BD BE BG BH BN BR BT BY CA CH CL CN CO CY CZ DE DK DZ EE EG ES ET FI FR GB GE GR HK HR HU ID IE IL IN IQ IR IS IT JO JP KE KG KH KR KW KZ LA LB LK LT LU LV LY MA MD ME MK MM MN MO MT MV MX MY NG NL NO NP NZ OM PE PH PK PL PS PT QA RO RS RU SA SD SE SG SI SK SY TH TJ TM TN TR TW TZ UA US UZ VN YE ZA".split(" ");

export interface YouEvents {
  /** What the visitor agrees to, in which words, and what they say of themselves; false where the server could not be told. */
  agreed(purposes: readonly Purpose[], profile: Profile, words: string): boolean;
  captions(tag: string | null): void;
  /** Drop everything now; false where the server could not be told. */
  forget(): boolean;
  /** The language in which consent is asked for. */
  language(): string;
}

/** What a visitor may say of themselves and agree to; without that it stays in this page. */
export class You {
  readonly standing = new Agreed();
  private readonly dialog = byId<HTMLDialogElement>("you");
  private readonly form = byId<HTMLFormElement>("you-form");
  private readonly captions = byId<HTMLSelectElement>("captions-language");
  private readonly age = byId<HTMLSelectElement>("age-group");
  private readonly country = byId<HTMLSelectElement>("home-country");
  private readonly detail = byId<HTMLSelectElement>("detail");
  private readonly interests = byId("interests");
  readonly consent = new Consent(() => this.age.value === "child");
  readonly kept: KeptPanel;
  /** That what was said and agreed to holds no longer, until it is said again. */
  private readonly news = worded("p", "consentAnew", "news");

  constructor(private readonly claims: Claims, private readonly events: YouEvents) {
    this.news.hidden = true;
    this.form.prepend(this.news);
    this.kept = new KeptPanel(claims, { forget: () => events.forget(), forgotten: () => this.reset() });
    byId("show-you").addEventListener("click", () => void this.open());
    byId("show-kept").addEventListener("click", () => void this.open());
    byId("show-kept").hidden = claims.earlier.length === 0;
    this.age.addEventListener("change", () => this.consent.settle());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  /** A new visit begins in the middle of one: nothing is agreed to in it yet, and nothing known of the visitor. Says whether that is news. */
  anew(): boolean {
    const { interests = [], ...others } = this.profile;
    const lost = this.agreed.length > 0 || this.standing.pending || interests.length > 0 || Object.values(others).some((said) => said !== "");
    this.standing.anew();
    this.blank();
    this.news.hidden = this.news.hidden && !lost;
    return lost;
  }

  /** What is agreed to in this visit: what was said last, until the house has answered. */
  get agreed(): readonly Purpose[] {
    return this.standing.purposes;
  }

  /** Offer the site's languages and themes in the page's words; what was chosen stays chosen. */
  draw(languages: readonly string[], themes: readonly string[], language: string, has: (tag: string) => boolean): void {
    refill(this.captions, [new Option(say("sameAsVoice"), ""), ...languages.map((tag) => tongue(tag, false, !has(tag)))]);
    refill(this.age, [nothing(), ...AGES.map((age) => new Option(say(age), age))]);
    refill(this.detail, [nothing(), ...DETAILS.map((detail) => new Option(say(detail), detail))]);
    refill(this.country, [nothing(), ...countries(language)]);
    const chosen = this.chosen;
    this.interests.replaceChildren(...themes.map((theme) => box(theme, chosen.includes(theme))));
  }

  get profile(): Profile {
    return {
      interests: this.chosen,
      age_group: this.age.value as Profile["age_group"],
      home_country: this.country.value,
      detail: this.detail.value as Profile["detail"],
    };
  }

  private get chosen(): string[] {
    return [...this.interests.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
  }

  /** Ask, and see what the house keeps now: that is ticked, unless the visitor ticked something else meanwhile. */
  async look(): Promise<void> {
    const ticked = this.consent.purposes.join();
    const heard = this.standing.hear(this.kept.show(this.standing.settled()));
    const [known] = await Promise.all([heard, this.claims.current === null ? null : this.consent.ask(this.events.language())]);
    if (known && ticked === this.consent.purposes.join()) this.consent.tick(this.agreed);
  }

  /** Agree to one purpose, or take it back; the others stay as the house knows them. */
  decide(purpose: Purpose, now: boolean): void {
    const others = this.agreed.filter((each) => each !== purpose);
    this.consent.tick(now ? [...others, purpose] : others);
    this.tell();
    this.consent.tick(this.agreed);
  }

  /** The house answered; where it did not take in what was agreed to last, what it holds now is ticked. */
  async answered(answer: Consented, last: boolean): Promise<void> {
    this.standing.answer(answer, last);
    if (answer.outcome === "taken") return;
    this.consent.tick(this.agreed);
    await this.look();
  }

  private async open(): Promise<void> {
    this.form.hidden = this.claims.current === null;
    this.dialog.showModal();
    await this.look();
  }

  private save(): void {
    this.events.captions(this.captions.value || null);
    this.tell();
    this.news.hidden = true;
    this.dialog.close();
  }

  private tell(): void {
    const { purposes, name } = this.consent;
    if (!this.events.agreed(purposes, purposes.length > 0 ? this.profile : {}, name)) return;
    this.standing.tell(purposes);
  }

  /** What only the visitor can say is not said; in which language they read is no part of it. */
  private blank(): void {
    for (const select of [this.age, this.country, this.detail]) select.value = "";
    for (const input of this.interests.querySelectorAll<HTMLInputElement>("input:checked")) input.checked = false;
    this.consent.tick([]);
  }

  private reset(): void {
    this.standing.anew();
    this.form.reset();
    this.consent.tick([]);
    this.news.hidden = true;
    byId("show-kept").hidden = true;
  }
}

/** Offer these choices; what was chosen stays so. */
function refill(select: HTMLSelectElement, choices: readonly HTMLOptionElement[]): void {
  const { value } = select;
  select.replaceChildren(...choices);
  select.value = choices.some((choice) => choice.value === value) ? value : "";
}

function nothing(): HTMLOptionElement {
  return new Option(say("noAnswer"), "");
}

function countries(language: string): HTMLOptionElement[] {
  const names = new Intl.DisplayNames([language, "en"], { type: "region" });
  const order = new Intl.Collator(language);
  return COUNTRIES.map((code) => new Option(names.of(code) ?? code, code)).sort((a, b) => order.compare(a.text, b.text));
}

/** A theme's name in the page's words where they know it, else as the curator wrote it. */
function box(theme: string, checked: boolean): HTMLLabelElement {
  const label = document.createElement("label");
  const input = document.createElement("input");
  [input.type, input.value, input.checked] = ["checkbox", theme, checked];
  const key = `theme-${theme}`;
  label.append(input, key in ENGLISH ? say(key as Key) : theme.replaceAll("-", " "));
  return label;
}
