import { html } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { Section } from "../part";
import "./editor";
import type { Editor } from "./editor";
import { tell } from "./words";

/** The site itself: what it is called, in which languages, where it is, whose it is, where one enters. */
class About extends Section {
  override async leave(): Promise<boolean> {
    const open = this.querySelector<Editor>("studio-record");
    return open === null || (await open.settle()) || confirm(tell("discard"));
  }

  protected override render(): unknown {
    return html`<h1>${tell("about")}</h1>${keyed(this.site, html`<studio-record .site=${this.site} .kind=${"site"} .which=${this.site}></studio-record>`)}`;
  }
}

customElements.define("studio-about", About);
