import { html } from "lit";
import { complain, tell as announce } from "../notice";
import { Part } from "../part";
import { me } from "../session";
import { say } from "../strings";
import { copy, download } from "./handing-out";
import { tell } from "./words";

/** Recovery codes, once: to be downloaded, printed or copied before they are gone from here. */
class RecoveryCodes extends Part {
  static override properties = { codes: { attribute: false } };
  declare codes: readonly string[];

  constructor() {
    super();
    this.codes = [];
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("[tabindex]")?.focus();
  }

  protected override render(): unknown {
    return html`<div class="warning once" tabindex="-1" role="group" aria-labelledby="recovery"><h3 id="recovery">${tell("recovery")}</h3><p>${tell("recoveryWhy")}</p>
      <ol class="recovery">${this.codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
      <div class="row"><button type="button" @click=${() => download("recovery-codes.txt", this.text)}>${tell("download")}</button><button type="button" @click=${() => print()}>${tell("print")}</button>
        <button type="button" @click=${this.copy}>${tell("copy")}</button><span class="spring"></span><button type="button" class="primary" @click=${() => this.dispatchEvent(new CustomEvent("kept"))}>${tell("kept")}</button></div></div>`;
  }

  private get text(): string {
    return `${tell("recoveryFile", { login: me()?.login ?? "", house: location.host })}\n${this.codes.join("\n")}\n`;
  }

  private copy = async (): Promise<void> => {
    if (await copy(this.text)) announce(tell("copied"));
    else complain(say("failed"));
  };
}

customElements.define("recovery-codes", RecoveryCodes);
