import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { at, call, get, post } from "../api";
import { complain, tell } from "../notice";
import { Section } from "../part";
import { phrase } from "../phrases";
import { kindly } from "../problem";
import { me } from "../session";
import type { Role } from "../session";
import { say, when } from "../strings";
import "../desk.css";

const ROLES: readonly Role[] = ["translator", "curator", "reviewer", "operator"];

/** Somebody who works at a site, or, in the house, anybody with an account. */
interface Person {
  id: string;
  login: string;
  name: string;
  /** At the site; in the house by site. */
  roles: string[] | Record<string, string[]>;
  closed: boolean | string | null;
  signed_in?: string | null;
}

interface Invitation {
  id: string;
  roles: Role[];
  note: string;
  ends: string;
  accepted_by: string | null;
}

/** Who works here and as what, and who is invited: of one site, or of the whole house. */
class People extends Section {
  static override properties = {
    ...Section.properties, people: { state: true }, invitations: { state: true }, made: { state: true }, failure: { state: true },
  };
  declare people: readonly Person[] | undefined;
  declare invitations: readonly Invitation[];
  /** An address that is shown only once. */
  declare made: string;
  declare failure: string;

  constructor() {
    super();
    this.invitations = [];
    this.made = "";
    this.failure = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.site === "") void this.load();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("site") && this.site !== "") void this.load();
  }

  private path(...parts: string[]): string {
    return this.site === "" ? ["/api", ...parts.map(encodeURIComponent)].join("/") : at(this.site, ...parts);
  }

  private async load(): Promise<void> {
    try {
      this.people = (await get<{ people: Person[] }>(this.path("people"))).people;
      this.invitations = (await get<{ invitations: Invitation[] }>(this.path("invitations"))).invitations;
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): TemplateResult {
    const { people } = this;
    return html`
      <h1>${phrase("people")}</h1>
      ${people === undefined ? html`<p role="status">${phrase("loading")}</p>` : html`
        <div class="scroll" tabindex="0" role="region" aria-label=${phrase("people")}><table>
          <thead><tr><th scope="col">${phrase("name")}</th>${ROLES.map((role) => html`<th scope="col">${say(role)}</th>`)}<th><span class="hidden">${phrase("more")}</span></th></tr></thead>
          <tbody>${people.map((each) => this.person(each))}</tbody>
        </table></div>`}
      ${this.invite()}
      ${this.open()}`;
  }

  private person(each: Person): TemplateResult {
    const held = this.held(each);
    const closed = Boolean(each.closed);
    return html`<tr>
      <th scope="row">${each.name} <small>${each.login}</small>${closed ? html` <span class="mark bad">${phrase("closed")}</span>` : nothing}</th>
      ${ROLES.map((role) => html`<td><label class="check"><span class="hidden">${each.name}: ${say(role)}</span>
        <input type="checkbox" .checked=${held.includes(role)} ?disabled=${closed} @change=${(event: Event) => void this.give(each, role, event.target as HTMLInputElement)} /></label></td>`)}
      <td>${this.site === "" && each.id !== me()?.id ? html`<span class="row">
        <button type="button" @click=${() => void this.link(each)}>${phrase("oneTimeLink")}</button>
        <button type="button" @click=${() => void this.close(each, !closed)}>${phrase(closed ? "openAccount" : "closeAccount")}</button></span>` : nothing}</td>
    </tr>`;
  }

  private invite(): TemplateResult {
    return html`
      <h2>${phrase("invite")}</h2>
      <form @submit=${this.send}>
        <fieldset><legend>${phrase("as")}</legend><div class="row">${ROLES.map((role) => html`<label class="check"><input type="checkbox" name="role" value=${role} />${say(role)}</label>`)}</div></fieldset>
        <label class="field"><span>${phrase("forWhom")}</span><input name="note" maxlength="200" autocomplete="off" /></label>
        <p class="failure" role="alert">${this.failure}</p>
        <button type="submit" class="primary">${phrase("invite")}</button>
      </form>
      ${this.made === "" ? nothing : html`<p class="warning" role="status">${phrase("shownOnce")} <a href=${this.made}>${this.made}</a></p>`}`;
  }

  private open(): TemplateResult | typeof nothing {
    if (this.invitations.length === 0) return nothing;
    return html`<h2>${phrase("invitations")}</h2><ul class="plain-list">${this.invitations.map((each) => html`
      <li class="row"><span>${each.note || phrase("somebody")}</span><small>${each.roles.map((role) => say(role)).join(", ")} · ${each.accepted_by === null ? phrase("openUntil", { time: when(each.ends) }) : phrase("accepted")}</small>
        ${each.accepted_by === null ? html`<button type="button" @click=${() => void this.withdraw(each)}>${phrase("withdraw")}</button>` : nothing}</li>`)}</ul>`;
  }

  private held({ roles }: Person): readonly string[] {
    return Array.isArray(roles) ? roles : roles["*"] ?? [];
  }

  private async give(each: Person, role: Role, box: HTMLInputElement): Promise<void> {
    const others = this.held(each).filter((held) => held !== role);
    const roles = box.checked ? [...others, role] : others;
    try {
      await call("PUT", this.site === "" ? this.path("people", each.id, "roles") : this.path("people", each.id), { body: { roles } });
      tell(phrase("rolesChanged", { name: each.name }));
    } catch (problem) {
      box.checked = !box.checked;
      complain(problem);
    }
    await this.load();
  }

  private send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    this.failure = given.getAll("role").length === 0 ? phrase("someRole") : "";
    if (this.failure !== "") return;
    try {
      const made = await post<{ address: string }>(this.path("invitations"), { roles: given.getAll("role"), note: String(given.get("note") ?? "").trim() });
      this.made = made.address;
      form.reset();
      await this.load();
    } catch (problem) {
      this.failure = kindly(problem);
    }
  };

  private async withdraw({ id }: Invitation): Promise<void> {
    await call("DELETE", this.path("invitations", id)).catch(complain);
    await this.load();
  }

  private async link({ id }: Person): Promise<void> {
    try {
      this.made = (await post<{ address: string }>(this.path("people", id, "link"))).address;
    } catch (problem) {
      complain(problem);
    }
  }

  private async close({ id }: Person, closed: boolean): Promise<void> {
    await call("PATCH", this.path("people", id), { body: { closed } }).catch(complain);
    await this.load();
  }
}

customElements.define("studio-people", People);
