import { html, svg } from "lit";
import type { Vector } from "../../wire.gen";
import { Part } from "../part";
import { slider } from "./amounts";
import { fromDial, onDial, SEASONS, sunAt, sunOf, towards } from "./daylight";
import type { Season, Sun } from "./daylight";
import type { Desk } from "./desk";
import { tidy } from "./turning";
import { tell } from "./words";

const SKIES = [["morning", "#f0cfae"], ["noon", "#bcd4ea"], ["evening", "#d9a58a"], ["overcast", "#c9ccd0"], ["dark", "#20242c"]] as const;

/** The sun and the colour of the sky, seen at once. */
class LightPanel extends Part {
  static override properties = { site: {}, desk: { attribute: false }, may: { type: Boolean }, version: { type: Number }, hour: { state: true }, season: { state: true } };
  declare site: string;
  declare desk: Desk;
  declare may: boolean;
  declare hour: number;
  declare season: Season;

  constructor() {
    super();
    this.hour = 10;
    this.season = "equinox";
  }

  protected override render(): unknown {
    const site = this.desk.body("site", this.site) ?? {};
    const sun = sunOf((site["sun"] as Vector | undefined) ?? [0.4, 0.8, 0.4]);
    const background = String(site["background"] ?? "#bcd4ea");
    const locked = !this.may;
    return html`<h2>${tell("sun")}</h2><p class="quiet">${tell("sunHow")}</p>${this.dial(sun)}
      ${slider(tell("direction"), sun.azimuth, { min: 0, max: 359, step: 1, words: `${Math.round(sun.azimuth)}°` }, locked, (azimuth) => this.shine({ ...sun, azimuth }))}
      ${slider(tell("aboveHorizon"), sun.height, { min: 0, max: 90, step: 1, words: `${Math.round(sun.height)}°` }, locked, (height) => this.shine({ ...sun, height }))}
      <fieldset><legend>${tell("byHour")}</legend>
        ${slider(tell("hour"), this.hour, { min: 5, max: 20, step: 0.25, words: clock(this.hour) }, locked, (hour) => this.atHour(hour, this.season))}
        <label class="row"><span>${tell("season")}</span><select ?disabled=${locked} @change=${(event: Event) => this.atHour(this.hour, (event.target as HTMLSelectElement).value as Season)}>
          ${(Object.keys(SEASONS) as Season[]).map((each) => html`<option value=${each} ?selected=${each === this.season}>${tell(each)}</option>`)}</select></label>
        <small>${tell("northAhead")}</small></fieldset>
      <h2>${tell("sky")}</h2><div class="row skies">${SKIES.map(([word, colour]) => html`<button type="button" class="sky" aria-pressed=${colour === background} ?disabled=${locked} @click=${() => this.paint(colour)}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="8" fill=${colour}></circle></svg>${tell(word)}</button>`)}</div>
      <label class="row"><span>${tell("ownColour")}</span><input type="color" .value=${background} ?disabled=${locked} @input=${(event: Event) => this.paint((event.target as HTMLInputElement).value)} /></label>`;
  }

  /** The sky from below: its rim is the horizon, its middle overhead. Sliders do the same by keyboard. */
  private dial(sun: Sun): unknown {
    const { x, y } = onDial(sun);
    return html`<svg class="dial" viewBox="-118 -118 236 236" aria-hidden="true" @pointerdown=${this.grab} @pointermove=${this.drag}>
      <circle class="rim" r="100"></circle><circle class="ring" r="66.7"></circle><circle class="ring" r="33.3"></circle>
      <path class="ring" d="M-100 0H100M0-100V100"></path>
      ${svg`<text y="-105">${tell("ahead")}</text><text y="114">${tell("behind")}</text>`}
      <line x1=${x * 100} y1=${y * 100} x2="0" y2="0"></line><circle class="sun" cx=${x * 100} cy=${y * 100} r="11"></circle></svg>`;
  }

  private grab = (event: PointerEvent): void => {
    if (!this.may) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.drag(event);
  };

  private drag = (event: PointerEvent): void => {
    if (!this.may || event.buttons === 0) return;
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    const [x, y] = [((event.clientX - left) / width - 0.5) * 2.36, ((event.clientY - top) / height - 0.5) * 2.36];
    this.shine(fromDial(x, y));
  };

  private atHour(hour: number, season: Season): void {
    this.hour = hour;
    this.season = season;
    const place = this.desk.body("site", this.site)?.["place"] as { latitude?: number } | undefined;
    const sun = sunAt(hour, place?.latitude ?? 45, season);
    this.shine({ ...sun, height: Math.max(1, sun.height) });
  }

  private shine({ azimuth, height }: Sun): void {
    this.desk.set("site", this.site, { sun: towards({ azimuth: tidy(azimuth, 1), height: tidy(height, 1) }) }, "sun");
  }

  private paint(background: string): void {
    this.desk.set("site", this.site, { background }, "background");
  }
}

function clock(hour: number): string {
  return `${Math.floor(hour)}:${String(Math.round((hour % 1) * 60)).padStart(2, "0")}`;
}

customElements.define("space-light", LightPanel);
