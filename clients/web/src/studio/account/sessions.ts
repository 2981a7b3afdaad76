import { html, nothing } from "lit";
import { call, get } from "../api";
import { complain, tell as announce } from "../notice";
import { when } from "../strings";
import { Mine } from "./mine";
import { tell } from "./words";
import type { Word } from "./words";

interface OpenSession {
  id: string;
  way: "password" | "link" | "institution" | "invitation";
  opened: string;
  seen: string;
  current: boolean;
}

/** The browsers in which one is signed in. */
class Sessions extends Mine {
  static override properties = { sessions: { state: true } };
  declare sessions: readonly OpenSession[];

  constructor() {
    super();
    this.sessions = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("account-sessions-ended", this.load);
    void this.load();
  }

  override disconnectedCallback(): void {
    removeEventListener("account-sessions-ended", this.load);
    super.disconnectedCallback();
  }

  private load = async (): Promise<void> => {
    try {
      this.sessions = (await get<{ sessions: OpenSession[] }>("/api/me/sessions")).sessions;
    } catch (problem) {
      complain(problem);
    }
  };

  protected override render(): unknown {
    return html`<section aria-labelledby="sessions"><h2 id="sessions">${tell("sessions")}</h2><ul class="plain-list">${this.sessions.map((each) => html`<li class="row card-line">
      <span class="grow"><strong>${tell(`way-${each.way}` as Word)}</strong>${each.current ? html` <span class="mark good">${tell("thisOne")}</span>` : nothing}<br /><small>${tell("opened", { time: when(each.opened) })} · ${tell("seen", { time: when(each.seen) })}</small></span>
      ${each.current ? nothing : html`<button type="button" @click=${() => this.end(each.id)}>${tell("endSession")}</button>`}</li>`)}</ul></section>`;
  }

  private async end(session: string): Promise<void> {
    try {
      await call("DELETE", `/api/me/sessions/${encodeURIComponent(session)}`);
      announce(tell("sessionEnded"));
    } catch (problem) {
      complain(problem);
    }
    await this.load();
  }
}

customElements.define("account-sessions", Sessions);
