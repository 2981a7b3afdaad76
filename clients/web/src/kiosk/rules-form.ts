import { html } from "lit";
import type { TemplateResult } from "lit";
import type { Rules } from "./house";
import type { Hours } from "./hours";
import { PHRASES, say } from "./words";

const USUAL: Hours = { opens: "09:00", closes: "18:00" };
/** A Monday. */
const MONDAY = new Date(2024, 0, 1);

/** How the kiosks of this site behave, to be changed. */
export function rulesForm(rules: Rules, save: (rules: Rules) => void): TemplateResult {
  const always = rules.hours.length === 0;
  return html`<form id="rules" @submit=${(event: SubmitEvent) => {
    event.preventDefault();
    save(read(event.target as HTMLFormElement));
  }}>
    <label class="line"><span>${say("loud")}</span><input type="range" name="volume" min="0" max="1" step="0.05" .value=${String(rules.volume)} /></label>
    <label class="line"><span>${say("patience")}</span><input type="number" name="idle" min="30" max="900" step="10" .value=${String(rules.idle_seconds)} required /></label>
    <fieldset><legend>${say("hours")}</legend>
      <label class="line"><span>${say("always")}</span><input type="checkbox" name="always" .checked=${always} @change=${shade} /></label>
      <div class="week" ?hidden=${always}>${[...Array(7).keys()].map((day) => line(day, rules.hours[day]))}</div>
    </fieldset>
    <button class="primary" type="submit">${say("save")}</button>
  </form>`;
}

function line(day: number, hours: Hours | null | undefined): TemplateResult {
  const name = dayName(day);
  const { opens, closes } = hours ?? USUAL;
  return html`<div class="day" role="group" aria-label=${name}><span>${name}</span>
    <label>${say("rests")} <input type="checkbox" name="rests-${day}" .checked=${hours === null} /></label>
    <label>${say("opens")} <input type="time" name="opens-${day}" .value=${opens} required /></label>
    <label>${say("closes")} <input type="time" name="closes-${day}" .value=${closes} required /></label></div>`;
}

function read(form: HTMLFormElement): Rules {
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
  const day = (at: number): Hours | null =>
    field(`rests-${at}`).checked ? null : { opens: field(`opens-${at}`).value, closes: field(`closes-${at}`).value };
  return {
    volume: Number(field("volume").value),
    idle_seconds: Number(field("idle").value),
    hours: field("always").checked ? [] : [...Array(7).keys()].map(day),
  };
}

function shade(event: Event): void {
  const box = event.target as HTMLInputElement;
  box.form!.querySelector<HTMLElement>(".week")!.hidden = box.checked;
}

function dayName(day: number): string {
  const date = new Date(MONDAY);
  date.setDate(1 + day);
  return date.toLocaleDateString(PHRASES.language, { weekday: "long" });
}
