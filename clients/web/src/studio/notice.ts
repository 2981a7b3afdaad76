import { html, nothing } from "lit";
import { Part } from "./part";
import { kindly } from "./problem";
import { say } from "./strings";

const SHOWN_MS = 6_000;

/** A line at the foot of the page: something was done, or went wrong. */
class Notice extends Part {
  static override properties = { text: { state: true }, bad: { state: true } };
  declare text: string;
  declare bad: boolean;
  private timer = 0;

  constructor() {
    super();
    this.text = "";
    this.bad = false;
  }

  show(text: string, bad: boolean): void {
    this.text = text;
    this.bad = bad;
    clearTimeout(this.timer);
    if (!bad) this.timer = window.setTimeout(() => this.close(), SHOWN_MS);
  }

  close(): void {
    this.text = "";
  }

  protected override render(): unknown {
    const close = html`<button type="button" class="plain" @click=${() => this.close()}>${say("close")}</button>`;
    return html`<div role=${this.bad ? "alert" : "status"} class=${this.bad ? "notice bad" : "notice"} ?data-empty=${this.text === ""}>
      <span>${this.text}</span>${this.bad && this.text ? close : nothing}
    </div>`;
  }
}

customElements.define("studio-notice", Notice);

/** Say that something was done. */
export function tell(text: string): void {
  shown()?.show(text, false);
}

/** Say what went wrong; stays until it is closed. */
export function complain(failure: unknown): void {
  shown()?.show(typeof failure === "string" ? failure : kindly(failure), true);
}

function shown(): Notice | null {
  return document.querySelector("studio-notice");
}
