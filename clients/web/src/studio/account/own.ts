import { html, nothing } from "lit";
import { ownName } from "../../language";
import { call } from "../api";
import { complain, tell as announce } from "../notice";
import { become, me } from "../session";
import type { Me } from "../session";
import { choosing, language, languages, say } from "../strings";
import { Mine } from "./mine";
import { tell } from "./words";

/** What one is called, and which language one reads. */
class Own extends Mine {
  protected override render(): unknown {
    const person = me();
    if (!person) return nothing;
    return html`<section aria-labelledby="own"><h2 id="own">${tell("own")}</h2><form @submit=${this.save}>
      <label class="field"><span>${tell("yourName")}</span><input name="name" autocomplete="name" required maxlength="200" .value=${person.name} /></label>
      <label class="field"><span>${tell("language")}</span><select name="language">${languages().map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === language()}>${ownName(tag)}</option>`)}</select></label>
      <button>${say("save")}</button></form></section>`;
  }

  private save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const tag = String(given.get("language"));
    try {
      const changed = (await call<Me>("PATCH", "/api/me", { body: { name: String(given.get("name")).trim(), language: tag } })).value;
      choosing(tag);
      become(changed);
      announce(tell("saved"));
    } catch (problem) {
      complain(problem);
    }
  };
}

customElements.define("account-own", Own);
