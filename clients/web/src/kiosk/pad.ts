import { html } from "lit";
import type { TemplateResult } from "lit";
import { say } from "./words";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** A pad of digits; what was typed is seen as dots. */
export function pad(typed: number, said: string, press: (digit: string) => void, erase: () => void, enter: () => void): TemplateResult {
  const key = (digit: string): TemplateResult => html`<button type="button" data-digit=${digit} @click=${() => press(digit)}>${digit}</button>`;
  return html`<output class="typed" aria-label=${say("code")}>${"●".repeat(typed)}</output>
    <p class="pad-said" role="status">${said}</p>
    <div class="pad" role="group" aria-label=${say("code")}>
      ${KEYS.map(key)}
      <button type="button" @click=${erase} aria-label=${say("erase")}>⌫</button>${key("0")}
      <button type="button" class="primary" @click=${enter} ?disabled=${typed < 6}>${say("enter")}</button>
    </div>`;
}
