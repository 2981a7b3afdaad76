import { html } from "lit";
import { live } from "lit/directives/live.js";

/** A number with its unit, written or stepped through; `set` gets what can be a number. */
export function amount(label: string, unit: string, value: number, step: number, locked: boolean, set: (value: number) => void): unknown {
  const change = (event: Event): void => {
    const given = (event.target as HTMLInputElement).valueAsNumber;
    if (Number.isFinite(given)) set(given);
  };
  return html`<label class="amount"><span>${label}</span><input type="number" step=${step} .value=${live(String(value))} ?disabled=${locked} @change=${change} /><span class="unit">${unit}</span></label>`;
}

/** A slider with its value in words; `set` is called while it moves. */
export function slider(label: string, value: number, of: { min: number; max: number; step: number; words: string }, locked: boolean, set: (value: number) => void): unknown {
  return html`<label class="slide"><span>${label}</span><span class="said" aria-hidden="true">${of.words}</span>
    <input type="range" min=${of.min} max=${of.max} step=${of.step} .value=${live(String(value))} aria-valuetext=${of.words} ?disabled=${locked} @input=${(event: Event) => set((event.target as HTMLInputElement).valueAsNumber)} /></label>`;
}
