import { html, nothing } from "lit";
import { post } from "./api";
import { institution, leave } from "./institutions";
import { Part } from "./part";
import { kindly } from "./problem";
import { become, HOUSE, me } from "./session";
import type { Me, Role } from "./session";
import { language, say, when } from "./strings";

interface InvitedTo {
  site: string;
  roles: Role[];
  ends: string;
}

/** Somebody with an invitation: they accept it as who they are, or make an account. */
class Invited extends Part {
  static override properties = { token: { attribute: false }, invitation: { state: true }, busy: { state: true }, failure: { state: true }, institution: { state: true } };
  declare token: string;
  declare invitation: InvitedTo | undefined;
  declare busy: boolean;
  declare failure: string;
  declare institution: string | null;

  constructor() {
    super();
    this.token = "";
    this.busy = false;
    this.failure = "";
    this.institution = null;
  }

  protected override firstUpdated(): void {
    void institution().then((name) => { this.institution = name; });
    void this.look();
  }

  private async look(): Promise<void> {
    try {
      this.invitation = await post<InvitedTo>("/api/invitations/look", { token: this.token });
    } catch (problem) {
      this.failure = kindly(problem);
    }
  }

  protected override render(): unknown {
    return html`<main class="gate"><section class="card" aria-labelledby="invited">
      <p class="brand"><span>Caravanserai</span></p>
      <h1 id="invited">${say("invited")}</h1>
      ${this.invitation ? this.offer(this.invitation) : nothing}
      <p role="alert" class="failure">${this.failure}</p>
      <button type="button" class="plain" @click=${() => this.dispatchEvent(new CustomEvent("settled"))}>${say("notNow")}</button>
    </section></main>`;
  }

  private offer(invitation: InvitedTo): unknown {
    const roles = invitation.roles.map((role) => say(role)).join(", ");
    const where = invitation.site === HOUSE ? say("house") : invitation.site;
    return html`<p>${say("invitedTo", { roles, where })}</p><p class="quiet">${say("until", { time: when(invitation.ends) })}</p>
      ${me() ? html`<button type="button" class="primary wide" ?disabled=${this.busy} @click=${() => this.accept({})}>${say("acceptAs", { name: me()!.name })}</button>` : html`${this.byInstitution()}${this.form()}`}`;
  }

  private byInstitution(): unknown {
    return this.institution === null ? nothing : html`<button type="button" class="primary wide" ?disabled=${this.busy} @click=${() => leave(this, this.token)}>${say("acceptBy", { name: this.institution })}</button><p class="or quiet">${say("orAnAccount")}</p>`;
  }

  private form(): unknown {
    return html`<form @submit=${this.send} novalidate>
      <label class="field"><span>${say("yourName")}</span><input name="name" autocomplete="name" required maxlength="200" /></label>
      <label class="field"><span>${say("login")}</span><input name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" /></label>
      <label class="field"><span>${say("password")}</span><input name="password" type="password" autocomplete="new-password" required maxlength="1000" /></label>
      <button class="primary wide" ?disabled=${this.busy}>${say("accept")}</button>
    </form>`;
  }

  private send = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    void this.accept({ ...Object.fromEntries(given), language: language() });
  };

  private async accept(given: Record<string, unknown>): Promise<void> {
    this.busy = true;
    this.failure = "";
    try {
      become(await post<Me>("/api/invitations/accept", { token: this.token, ...given }));
      this.dispatchEvent(new CustomEvent("settled"));
    } catch (problem) {
      this.failure = kindly(problem);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("studio-invited", Invited);
