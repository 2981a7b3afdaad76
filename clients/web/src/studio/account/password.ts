import { html, nothing } from "lit";
import { post } from "../api";
import { tell as announce } from "../notice";
import { kindly } from "../problem";
import { become, me } from "../session";
import type { Me } from "../session";
import { say } from "../strings";
import { Mine } from "./mine";
import { tell } from "./words";

/** A new password; programs that act for one end with the old one, unless they are to go on. */
class Password extends Mine {
  static override properties = { failure: { state: true } };
  declare failure: string;

  constructor() {
    super();
    this.failure = "";
  }

  protected override render(): unknown {
    const person = me();
    if (!person) return nothing;
    return html`<section aria-labelledby="password"><h2 id="password">${say("password")}</h2>${person.password ? nothing : person.institutions.length > 0 ? html`<p class="quiet">${tell("noPasswordJoined")}</p>` : html`<p class="warning">${tell("noPassword")}</p>`}
      <form @submit=${this.set}><input class="hidden" tabindex="-1" aria-hidden="true" autocomplete="username" .value=${person.login} />
        ${person.password ? html`<label class="field"><span>${tell("currentPassword")}</span><input name="current" type="password" autocomplete="current-password" maxlength="1000" /></label>` : nothing}
        <label class="field"><span>${tell("newPassword")}</span><input name="password" type="password" autocomplete="new-password" required maxlength="1000" /><small>${tell("passwordHint")}</small></label>
        <label class="check"><input type="checkbox" name="keep" aria-describedby="keep-why" />${tell("keepTokens")}</label><p id="keep-why"><small>${tell("keepTokensHint")}</small></p>
        <p class="failure" role="alert">${this.failure}</p><button class="primary">${tell("setPassword")}</button></form></section>`;
  }

  private set = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const keeps = given.has("keep");
    this.failure = "";
    try {
      become(await post<Me>("/api/me/password", { password: given.get("password"), current: given.get("current") ?? "", keep_tokens: keeps }));
      form.reset();
      announce(tell(keeps ? "passwordSetKept" : "passwordSet"));
      dispatchEvent(new CustomEvent("account-sessions-ended"));
    } catch (problem) {
      this.failure = kindly(problem);
    }
  };
}

customElements.define("account-password", Password);
