import { html, nothing } from "lit";
import { post } from "../api";
import { institution } from "../institutions";
import { complain } from "../notice";
import { me } from "../session";
import { Mine } from "./mine";
import { tell } from "./words";

/** Joining the account that one has at the institution, where this house knows one. */
class Institution extends Mine {
  static override properties = { name: { state: true } };
  declare name: string | null;

  constructor() {
    super();
    this.name = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void institution().then((name) => { this.name = name; });
  }

  protected override render(): unknown {
    const joined = me()?.institutions ?? [];
    if (this.name === null && joined.length === 0) return nothing;
    return html`<section aria-labelledby="institution"><h2 id="institution">${tell("institution")}</h2>
      ${joined.length > 0 ? html`<p><span class="mark good">${tell("joined", { issuers: joined.join(", ") })}</span></p>` : nothing}
      ${this.name !== null && joined.length === 0 ? html`<p>${tell("institutionWhy", { name: this.name })}</p><button type="button" @click=${this.join}>${tell("join", { name: this.name })}</button>` : nothing}</section>`;
  }

  private join = async (): Promise<void> => {
    try {
      location.assign((await post<{ address: string }>("/api/me/institution")).address);
    } catch (problem) {
      complain(problem);
    }
  };
}

customElements.define("account-institution", Institution);
