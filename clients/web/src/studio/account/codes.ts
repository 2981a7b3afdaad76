import { html } from "lit";
import { authorise, post } from "../api";
import { tell as announce } from "../notice";
import { kindly } from "../problem";
import { become, me, recall } from "../session";
import type { Me } from "../session";
import { say } from "../strings";
import { Mine } from "./mine";
import { qrCode } from "./qr";
import "./recovery";
import { tell } from "./words";

interface Authenticator {
  secret: string;
  address: string;
}

/** One-time codes: set up with an authenticator, their recovery codes shown once, turned off again. */
class Codes extends Mine {
  static override properties = { begun: { state: true }, recovery: { state: true }, failure: { state: true } };
  declare begun: Authenticator | undefined;
  declare recovery: readonly string[];
  declare failure: string;

  constructor() {
    super();
    this.recovery = [];
    this.failure = "";
  }

  protected override render(): unknown {
    return html`<section aria-labelledby="codes"><h2 id="codes">${tell("codes")}</h2><p>${tell("codesWhy")}</p>${this.inside()}</section>`;
  }

  private inside(): unknown {
    if (this.recovery.length > 0) return html`<recovery-codes .codes=${this.recovery} @kept=${() => { this.recovery = []; }}></recovery-codes>`;
    if (this.begun) return this.showing(this.begun);
    if (me()?.codes) return this.on();
    return html`<p><span class="mark">${tell("codesOff")}</span></p><p class="failure" role="alert">${this.failure}</p><button type="button" @click=${this.begin}>${tell("begin")}</button>`;
  }

  private showing({ secret, address }: Authenticator): unknown {
    return html`<div class="authenticator">${qrCode(address, tell("qr"))}<div>
      <p>${tell("scan")}</p><p>${tell("byHand")} <code class="secret">${secret.match(/.{1,4}/g)?.join(" ")}</code></p>
      <form @submit=${this.confirm}><label class="field"><span>${tell("code")}</span><input name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="10" /><small>${tell("enter")}</small></label>
        <p class="failure" role="alert">${this.failure}</p>
        <div class="row"><button class="primary">${tell("confirm")}</button><button type="button" @click=${() => { this.begun = undefined; this.failure = ""; }}>${tell("leaveOff")}</button></div></form></div></div>`;
  }

  private on(): unknown {
    return html`<p><span class="mark good">${tell("codesOn")}</span></p><form @submit=${this.turnOff}>
      <label class="field"><span>${tell("removeCode")}</span><input name="code" autocomplete="one-time-code" required maxlength="40" /></label>
      <p class="failure" role="alert">${this.failure}</p><button class="bad">${tell("remove")}</button></form>`;
  }

  private begin = async (): Promise<void> => {
    await this.tried(async () => {
      this.begun = await post<Authenticator>("/api/me/codes");
      await this.updateComplete;
      this.querySelector<HTMLInputElement>("input[name=code]")?.focus();
    });
  };

  private confirm = async (event: SubmitEvent): Promise<void> => {
    const code = given(event);
    await this.tried(async () => {
      const { codes, csrf } = await post<{ codes: string[]; csrf: string }>("/api/me/codes/confirm", { code });
      authorise(csrf);
      this.begun = undefined;
      this.recovery = codes;
      announce(tell("codesAreOn"));
      await recall();
      dispatchEvent(new CustomEvent("account-sessions-ended"));
    });
  };

  private turnOff = async (event: SubmitEvent): Promise<void> => {
    const code = given(event);
    await this.tried(async () => {
      become(await post<Me>("/api/me/codes/remove", { code }));
      announce(tell("codesAreOff"));
      dispatchEvent(new CustomEvent("account-sessions-ended"));
    });
  };

  private async tried(act: () => Promise<void>): Promise<void> {
    this.failure = "";
    try {
      await act();
    } catch (problem) {
      this.failure = kindly(problem) || say("failed");
    }
  }
}

function given(event: SubmitEvent): string {
  event.preventDefault();
  return String(new FormData(event.target as HTMLFormElement).get("code")).replace(/\s/g, "");
}

customElements.define("account-codes", Codes);
