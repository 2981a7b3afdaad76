import { Part } from "../part";
import { onChange } from "../session";

/** A part of one's own page: drawn anew whenever what is known of oneself changes. */
export class Mine extends Part {
  private unheard: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unheard = onChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    this.unheard();
    super.disconnectedCallback();
  }
}
