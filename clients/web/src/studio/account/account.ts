import { html, nothing } from "lit";
import { Section } from "../part";
import { me } from "../session";
import { tell } from "./words";
import "../desk.css";
import "./account.css";
import "./codes";
import "./institution";
import "./own";
import "./password";
import "./sessions";
import "./tokens";

/** What is one's own: name and language, how one signs in, where one is signed in, and what acts for one. */
class Account extends Section {
  protected override render(): unknown {
    if (!me()) return nothing;
    return html`<h1>${tell("account")}</h1><div class="narrow-page account">
      <account-own></account-own><account-password></account-password><account-codes></account-codes>
      <account-institution></account-institution><account-sessions></account-sessions><account-tokens></account-tokens></div>`;
  }
}

customElements.define("studio-account", Account);
