import { ownName } from "../language";
import { say } from "../strings";
import type { Key } from "../strings";
import type { Profile } from "../wire.gen";
import { byId } from "./page";

const AGES = ["child", "family", "adult", "expert"] as const;
const DETAILS = ["brief", "normal", "deep"] as const;
/** Where visitors may come from: ISO 3166-1 alpha-2. */
const COUNTRIES =
  "AE AF AL AM AR AT AU AZ BA BD BE BG BH BN BR BT BY CA CH CL CN CO CY CZ DE DK DZ EE EG ES ET FI FR GB GE GR HK HR HU ID IE IL IN IQ IR IS IT JO JP KE KG KH KR KW KZ LA LB LK LT LU LV LY MA MD ME MK MM MN MO MT MV MX MY NG NL NO NP NZ OM PE PH PK PL PS PT QA RO RS RU SA SD SE SG SI SK SY TH TJ TM TN TR TW TZ UA US UZ VN YE ZA".split(" ");

export interface YouEvents {
  /** What the visitor says of themselves, and whether it may be used. */
  agreed(profile: Profile, use: boolean): void;
  captions(tag: string | null): void;
  forget(): void;
}

/** What a visitor may say of themselves; it stays in this page and in the visit. */
export class You {
  private readonly dialog = byId<HTMLDialogElement>("you");
  private readonly form = byId<HTMLFormElement>("you-form");
  private readonly captions = byId<HTMLSelectElement>("captions-language");
  private readonly age = byId<HTMLSelectElement>("age-group");
  private readonly country = byId<HTMLSelectElement>("home-country");
  private readonly detail = byId<HTMLSelectElement>("detail");
  private readonly interests = byId("interests");
  private readonly agree = byId<HTMLInputElement>("agree");

  constructor(private readonly events: YouEvents) {
    byId("show-you").addEventListener("click", () => this.dialog.showModal());
    byId("forget").addEventListener("click", () => this.forget());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  /** Offer the site's languages and themes in the page's words; what was chosen stays chosen. */
  draw(languages: readonly string[], themes: readonly string[], language: string): void {
    refill(this.captions, [["", say("sameAsVoice")], ...languages.map((tag): Choice => [tag, ownName(tag)])]);
    refill(this.age, [["", say("noAnswer")], ...AGES.map((age): Choice => [age, say(age)])]);
    refill(this.detail, [["", say("noAnswer")], ...DETAILS.map((detail): Choice => [detail, say(detail)])]);
    refill(this.country, [["", say("noAnswer")], ...countries(language)]);
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

  private save(): void {
    this.events.captions(this.captions.value || null);
    this.events.agreed(this.profile, this.agree.checked);
    this.dialog.close();
  }

  private forget(): void {
    this.form.reset();
    this.events.forget();
    this.dialog.close();
  }
}

type Choice = [value: string, text: string];

function refill(select: HTMLSelectElement, choices: readonly Choice[]): void {
  const { value } = select;
  select.replaceChildren(...choices.map(([choice, text]) => new Option(text, choice)));
  select.value = choices.some(([choice]) => choice === value) ? value : "";
}

function countries(language: string): Choice[] {
  const names = new Intl.DisplayNames([language, "en"], { type: "region" });
  const order = new Intl.Collator(language);
  return COUNTRIES.map((code): Choice => [code, names.of(code) ?? code]).sort((a, b) => order.compare(a[1], b[1]));
}

/** A theme's name in the page's words where they know it, else as the curator wrote it. */
function box(theme: string, checked: boolean): HTMLLabelElement {
  const label = document.createElement("label");
  const input = document.createElement("input");
  [input.type, input.value, input.checked] = ["checkbox", theme, checked];
  const name = say(`theme-${theme}` as Key) as string | undefined;
  label.append(input, name ?? theme.replaceAll("-", " "));
  return label;
}
