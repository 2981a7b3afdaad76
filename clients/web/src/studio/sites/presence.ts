import { html, nothing } from "lit";
import { Part } from "../part";
import { addressOf } from "../router";
import { beside, onHere, others } from "./here";
import type { Colleague } from "./here";
import { kindOf } from "./kinds";
import { kindName } from "./deleting";
import { tell } from "./words";
import "./presence.css";

const MOST = 4;

/** A part that is drawn anew when somebody comes, goes or moves. */
class Watching extends Part {
  private off: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.off = onHere(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.off();
  }
}

/** Small marks of everybody else at the site; each leads to where they are. */
class Here extends Watching {
  static override properties = { site: {} };
  declare site: string;

  protected override render(): unknown {
    const found = others();
    if (found.length === 0) return nothing;
    return html`<ul class="here" aria-label=${tell("hereToo", { names: found.map(({ name }) => name).join(", ") })}>${found.slice(0, MOST).map((each) => this.one(each))}
      ${found.length > MOST ? html`<li><span class="face">+${found.length - MOST}</span></li>` : nothing}</ul>`;
  }

  private one({ name, person, spots }: Colleague): unknown {
    const { section, record } = spots.at(-1)!;
    const kind = kindOf(section);
    const place = [kind ? kindName(kind) : section, record].filter(Boolean).join(" ");
    const said = tell("isAt", { name, place });
    const address = addressOf({ site: this.site, section: section === "overview" ? "" : section, rest: record ? [record] : [] });
    return html`<li><a class="face hue-${hue(person)}" href=${address} title=${said} aria-label="${initials(name)}, ${said}">${initials(name)}</a></li>`;
  }
}

/** Who else has this record open. */
class Beside extends Watching {
  static override properties = { section: {}, record: {} };
  declare section: string;
  declare record: string;

  protected override render(): unknown {
    const found = this.record ? beside(others(), this.section, this.record) : [];
    return html`<p class="beside" role="status">${found.map(({ name, editing }) => html`<span class="mark ${editing ? "warn" : ""}">${tell(editing ? "editingThis" : "lookingAtThis", { name })}</span>`)}</p>`;
  }
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!].map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}

/** One of six colours, always the same for one person. */
function hue(person: string): number {
  return [...person].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9973, 7) % 6;
}

customElements.define("studio-here", Here);
customElements.define("studio-beside", Beside);
