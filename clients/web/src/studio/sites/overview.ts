import { html } from "lit";
import { Section } from "../part";
import { say } from "../strings";

/** A site at a glance. */
class Overview extends Section {
  protected override render(): unknown {
    return html`<h1>${say("overview")}</h1>`;
  }
}

customElements.define("studio-overview", Overview);
