import { html, nothing } from "lit";
import { direction, ownName } from "../../language";
import { post, Problem } from "../api";
import { tell as announce } from "../notice";
import { Section } from "../part";
import { kindly } from "../problem";
import { go } from "../router";
import { recall } from "../session";
import { shortName } from "../sites/record";
import { language, say } from "../strings";
import "./bring.css";
import { tell } from "./words";

/** What is offered; any site can have others later. */
const OFFERED = [
  "ar", "az", "bn", "de", "el", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "ka", "kk", "km", "ko", "ky", "mn", "ms", "my", "ne", "nl", "pl", "pt", "ru", "sw", "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh-Hans", "zh-Hant",
];

/** A new site: its title in every language it is written in, its short name, where it is and whose. */
class NewSite extends Section {
  static override properties = { ...Section.properties, languages: { state: true }, titles: { state: true }, id_: { state: true }, busy: { state: true }, failure: { state: true }, at_: { state: true } };
  declare languages: readonly string[];
  declare titles: Readonly<Record<string, string>>;
  declare id_: string;
  declare busy: boolean;
  declare failure: string;
  /** The field that the failure is about. */
  declare at_: string;

  constructor() {
    super();
    this.languages = [language()];
    this.titles = {};
    this.id_ = "";
    this.busy = false;
    this.failure = "";
    this.at_ = "";
  }

  private get proposed(): string {
    return shortName(this.titles["en"] ?? "") || shortName(Object.values(this.titles).find((title) => shortName(title)) ?? "");
  }

  protected override render(): unknown {
    return html`<h1>${say("newSite")}</h1><p>${tell("newSiteWhat")}</p><form class="panel" @submit=${this.make} novalidate>
      <fieldset><legend>${tell("languages")}</legend><p class="quiet">${tell("languagesHint")}</p><div class="row">${this.languages.map((tag) => html`<span class="mark chosen"><span lang=${tag}>${ownName(tag)}</span>
        ${this.languages.length > 1 ? html`<button type="button" class="plain" aria-label=${tell("removeLanguage", { language: ownName(tag) })} @click=${() => { this.languages = this.languages.filter((each) => each !== tag); }}>×</button>` : nothing}</span>`)}
        <label><span class="hidden">${tell("addLanguage")}</span><select @change=${this.add}><option value="">${tell("addLanguage")}…</option>${OFFERED.filter((tag) => !this.languages.includes(tag)).map((tag) => html`<option value=${tag} lang=${tag}>${ownName(tag)}</option>`)}</select></label></div></fieldset>
      <fieldset class="two"><legend>${tell("siteTitle")}</legend>${this.languages.map((tag) => html`<label class="field"><span>${ownName(tag)}</span>
        <input type="text" required maxlength="200" lang=${tag} dir=${direction(tag)} aria-invalid=${this.at_ === `title.${tag}` ? "true" : nothing} .value=${this.titles[tag] ?? ""} @input=${(event: Event) => { this.titles = { ...this.titles, [tag]: value(event) }; }} /></label>`)}</fieldset>
      <label class="field"><span>${tell("siteId")}</span><input type="text" name="id" required pattern="[a-z0-9-]{1,64}" maxlength="64" autocomplete="off" aria-invalid=${this.at_ === "id" ? "true" : nothing} .value=${this.id_ || this.proposed} @input=${(event: Event) => { this.id_ = value(event); }} /><small>${tell("siteIdHint")}</small></label>
      <fieldset><legend>${tell("place")}</legend><p class="quiet">${tell("placeHint")}</p><div class="three">
        <label class="field"><span>${tell("latitude")}</span><input type="number" name="latitude" min="-90" max="90" step="any" /></label>
        <label class="field"><span>${tell("longitude")}</span><input type="number" name="longitude" min="-180" max="180" step="any" /></label>
        <label class="field"><span>${tell("country")}</span><input type="text" name="country" maxlength="2" autocomplete="off" autocapitalize="characters" /></label></div></fieldset>
      <div class="two"><label class="field"><span>${tell("licence")}</span><input type="text" name="licence" maxlength="200" autocomplete="off" placeholder="CC0-1.0" /></label>
      <label class="field"><span>${tell("holder")}</span><input type="text" name="holder" maxlength="200" /></label></div>
      <p class="failure" role="alert">${this.failure}</p>
      <button class="primary" ?disabled=${this.busy}>${tell("makeSite")}</button></form>`;
  }

  private add = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    if (select.value) this.languages = [...this.languages, select.value];
    select.value = "";
  };

  private make = async (event: Event): Promise<void> => {
    event.preventDefault();
    const id = (this.id_ || this.proposed).trim();
    const mute = this.languages.find((tag) => !(this.titles[tag] ?? "").trim());
    if (mute) return this.refuse(`title.${mute}`, tell("needTitle"));
    if (!/^[a-z0-9-]{1,64}$/.test(id)) return this.refuse("id", tell("needId"));
    this.busy = true;
    try {
      const made = await post<{ id: string }>("/api/sites", { id, title: Object.fromEntries(this.languages.map((tag) => [tag, this.titles[tag]!.trim()])), languages: this.languages, ...more(new FormData(event.target as HTMLFormElement)) });
      await recall();
      announce(tell("siteMade", { title: this.titles[this.languages[0]!]! }));
      go({ site: made.id, section: "bring" });
    } catch (problem) {
      const taken = problem instanceof Problem && problem.status === 409;
      this.refuse(taken ? "id" : problem instanceof Problem ? problem.field : "", taken ? tell("taken") : kindly(problem));
    } finally {
      this.busy = false;
    }
  };

  private refuse(at: string, why: string): void {
    this.at_ = at;
    this.failure = why;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }
}

/** What need not be given, where it is. */
function more(given: FormData): Record<string, unknown> {
  const text = (name: string): string => String(given.get(name) ?? "").trim();
  const place = text("latitude") && text("longitude") ? { latitude: Number(text("latitude")), longitude: Number(text("longitude")), ...(text("country") ? { country: text("country").toUpperCase() } : {}) } : undefined;
  return { ...(place ? { place } : {}), ...(text("licence") ? { licence: text("licence") } : {}), ...(text("holder") ? { holder: text("holder") } : {}) };
}

function value(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define("studio-new-site", NewSite);
