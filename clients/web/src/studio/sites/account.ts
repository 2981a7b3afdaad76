import { html, nothing } from "lit";
import { call, get, post } from "../api";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { kindly } from "../problem";
import { become, me } from "../session";
import type { Me } from "../session";
import { say, when } from "../strings";
import { tell } from "./words";

interface OpenSession {
  id: string;
  seen: string;
  current: boolean;
}

/** What is one's own: name, password, the browsers where one is signed in. */
class Account extends Section {
  static override properties = { failure: { state: true }, sessions: { state: true } };
  declare failure: string;
  declare sessions: readonly OpenSession[];

  constructor() {
    super();
    this.failure = "";
    this.sessions = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.sessions = (await get<{ sessions: OpenSession[] }>("/api/me/sessions").catch(() => ({ sessions: [] }))).sessions;
  }

  protected override render(): unknown {
    const person = me();
    if (!person) return nothing;
    return html`<h1>${tell("account")}</h1><div class="narrow-page">
      <form @submit=${this.rename}><label class="field"><span>${tell("yourName")}</span><input name="name" autocomplete="name" maxlength="200" .value=${person.name} /></label><button>${say("save")}</button></form>
      <h2>${say("password")}</h2>${person.password ? nothing : html`<p class="warning">${tell("noPassword")}</p>`}
      <form @submit=${this.setPassword}><input class="hidden" tabindex="-1" aria-hidden="true" autocomplete="username" .value=${person.login} />
        ${person.password ? html`<label class="field"><span>${tell("currentPassword")}</span><input name="current" type="password" autocomplete="current-password" maxlength="1000" /></label>` : nothing}
        <label class="field"><span>${tell("newPassword")}</span><input name="password" type="password" autocomplete="new-password" required maxlength="1000" /><small>${tell("passwordHint")}</small></label>
        <p class="failure" role="alert">${this.failure}</p><button class="primary">${tell("setPassword")}</button></form>
      <h2>${tell("sessions")}</h2><ul class="plain-list">${this.sessions.map((each) => html`<li class="row"><span class="grow">${when(each.seen)}${each.current ? html` <span class="mark good">${tell("thisOne")}</span>` : nothing}</span>
        ${each.current ? nothing : html`<button type="button" @click=${() => this.end(each.id)}>${tell("end")}</button>`}</li>`)}</ul></div>`;
  }

  private rename = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get("name") ?? "").trim();
    try {
      become((await call<Me>("PATCH", "/api/me", { body: { name } })).value);
      announce(tell("nameSaved"));
    } catch (problem) {
      complain(problem);
    }
  };

  private setPassword = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = Object.fromEntries(new FormData(form));
    this.failure = "";
    try {
      become(await post<Me>("/api/me/password", given));
      form.reset();
      announce(tell("passwordSet"));
      await this.load();
    } catch (problem) {
      this.failure = kindly(problem);
    }
  };

  private async end(session: string): Promise<void> {
    await call("DELETE", `/api/me/sessions/${encodeURIComponent(session)}`).catch(complain);
    await this.load();
  }
}

customElements.define("studio-account", Account);
