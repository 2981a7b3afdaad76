import { html, nothing } from "lit";
import { Problem } from "./api";
import { institution, leave, refusedBecause } from "./institutions";
import { Part } from "./part";
import { kindly } from "./problem";
import type { Ticket } from "./router";
import { signIn, signInByLink } from "./session";
import { say } from "./strings";

/** The door: by name and password, by a one-time link, or by one's institution. */
class SignIn extends Part {
  static override properties = { ticket: { attribute: false }, busy: { state: true }, code: { state: true }, failure: { state: true }, institution: { state: true } };
  declare ticket: Ticket | undefined;
  declare busy: boolean;
  /** Whether the account asks for a one-time code. */
  declare code: boolean;
  declare failure: string;
  declare institution: string | null;

  constructor() {
    super();
    this.busy = false;
    this.code = false;
    this.failure = "";
    this.institution = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void institution().then((name) => { this.institution = name; });
  }

  protected override firstUpdated(): void {
    if (this.ticket?.word === "refused") this.failure = refusedBecause(this.ticket.secret);
    this.querySelector<HTMLElement>("input, button")?.focus();
  }

  protected override render(): unknown {
    return html`<main class="gate"><section class="card" aria-labelledby="door">
      <p class="brand"><span>Caravanserai</span></p>
      <h1 id="door">${say("studio")}</h1>
      ${this.ticket?.word === "sign-in" ? this.byLink() : this.byPassword()}
      <p role="alert" class="failure">${this.failure}</p>
      ${this.institution ? html`<button type="button" class="wide" ?disabled=${this.busy} @click=${() => leave(this)}>${say("byInstitution", { name: this.institution })}</button>` : nothing}
    </section></main>`;
  }

  /** A link is opened by a press, so that a mail reader that looks at addresses does not use it up. */
  private byLink(): unknown {
    return html`<p>${say("linkWaits")}</p><button type="button" class="primary wide" ?disabled=${this.busy} @click=${this.open}>${say("signIn")}</button>`;
  }

  private byPassword(): unknown {
    return html`<form @submit=${this.send} novalidate>
      <label class="field"><span>${say("login")}</span><input name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" /></label>
      <label class="field"><span>${say("password")}</span><input name="password" type="password" autocomplete="current-password" required maxlength="1000" /></label>
      ${this.code ? html`<label class="field"><span>${say("code")}</span><input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="40" /><small>${say("codeHint")}</small></label>` : nothing}
      <button class="primary wide" ?disabled=${this.busy}>${say("signIn")}</button>
    </form>`;
  }

  private open = (): Promise<void> => this.attempt(() => signInByLink(this.ticket?.secret ?? ""));

  private send = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(given.get(name) ?? "");
    void this.attempt(() => signIn(text("login").trim(), text("password"), text("code").replace(/\s/g, "")));
  };

  private async attempt(way: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.failure = "";
    try {
      await way();
      this.dispatchEvent(new CustomEvent("settled"));
    } catch (problem) {
      await this.explain(problem);
    } finally {
      this.busy = false;
    }
  }

  private async explain(problem: unknown): Promise<void> {
    const reason = problem instanceof Problem ? problem.members["reason"] : undefined;
    this.failure = reason === "code-needed" ? "" : kindly(problem);
    if (reason !== "code-needed" && reason !== "code-wrong") return;
    this.code = true;
    await this.updateComplete;
    this.querySelector<HTMLInputElement>("[name=code]")?.focus();
  }
}

customElements.define("studio-sign-in", SignIn);
