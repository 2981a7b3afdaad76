import { LitElement } from "lit";
import type { PropertyDeclarations } from "lit";

/** A part of the studio: a Lit element without a shadow, so that one stylesheet, one outline of headings and all labels hold. */
export class Part extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

/** What every section is given by the shell. */
export class Section extends Part {
  static override properties: PropertyDeclarations = { site: { type: String }, rest: { attribute: false } };
  /** Id of the site; empty in the house. */
  declare site: string;
  /** The rest of the address, such as the id of what is open. */
  declare rest: readonly string[];

  constructor() {
    super();
    this.site = "";
    this.rest = [];
  }

  /** Whether it may be left now; ask the person where something is not kept yet. */
  async leave(): Promise<boolean> {
    return true;
  }
}
