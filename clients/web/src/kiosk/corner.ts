import { html, nothing, render } from "lit";
import type { TemplateResult } from "lit";
import { Refused, fetchHealth, leaveCorner, openCorner, setRules } from "./house";
import type { Health, KioskTold, Rules } from "./house";
import { health } from "./health";
import { pad } from "./pad";
import { rulesForm } from "./rules-form";
import type { Nurse } from "./vitals";
import { direction } from "../language";
import type { Reason } from "./watch";
import { PHRASES, say } from "./words";
import { byId } from "../ui/page";

const LONGEST = 12;
const LOOK_MS = 5_000;
/** An operator who does nothing has gone. */
const LEFT_MS = 3 * 60_000;

export interface CornerEvents {
  told(): KioskTold;
  /** Null on a resting screen, which draws nothing. */
  nurse: Nurse | null;
  changed(rules: Rules): void;
  /** Start the screen afresh; `more` is kept in its address. */
  afresh(reason: Reason, more?: string): void;
}

/** The operator's corner: the pad first, then hours, volume and how everything does. */
export class Corner {
  private readonly dialog = byId<HTMLDialogElement>("corner");
  private typed = "";
  private key = "";
  private said = "";
  private health: Health | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private used = 0;

  constructor(private readonly on: CornerEvents) {
    this.dialog.addEventListener("close", () => this.left());
    this.dialog.addEventListener("keydown", (event) => this.keyed(event));
    for (const kind of ["pointerdown", "keydown", "input"]) this.dialog.addEventListener(kind, () => (this.used = performance.now()));
  }

  open(): void {
    if (this.dialog.open) return;
    for (const other of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) other.close();
    [this.typed, this.key, this.health] = ["", "", null];
    this.said = this.on.told().corner ? "" : say("noCode");
    this.used = performance.now();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.draw();
    this.dialog.showModal();
    void PHRASES.speak([document.documentElement.lang]).then(() => this.draw());
  }

  private left(): void {
    clearInterval(this.timer);
    if (this.key !== "") void leaveCorner(this.on.told().site, this.key).catch(() => undefined);
    [this.typed, this.key] = ["", ""];
    render(nothing, this.dialog);
  }

  private keyed(event: KeyboardEvent): void {
    if (this.key !== "") return;
    if (/^\d$/.test(event.key)) this.press(event.key);
    else if (event.key === "Backspace") this.press("");
    else if (event.key === "Enter" && this.typed.length >= 6 && !(event.target as Element).matches(".pad button")) void this.enter();
  }

  /** A digit more, or with none one less. */
  private press(digit: string): void {
    this.typed = digit === "" ? this.typed.slice(0, -1) : (this.typed + digit).slice(0, LONGEST);
    this.draw();
  }

  private async enter(): Promise<void> {
    const { site } = this.on.told();
    const code = this.typed;
    this.typed = "";
    try {
      this.key = await openCorner(site, code);
      this.said = "";
      await this.look();
    } catch (wrong) {
      this.said = refusal(wrong);
    }
    this.draw();
  }

  private async look(): Promise<void> {
    if (performance.now() - this.used > LEFT_MS) return this.dialog.close();
    if (this.key === "") return;
    try {
      this.health = await fetchHealth(this.on.told().site, this.key);
    } catch (wrong) {
      this.health = null;
      if (wrong instanceof Refused && wrong.status === 403) [this.key, this.said] = ["", say("shut")];
    }
    this.draw();
  }

  private async save(rules: Rules): Promise<void> {
    try {
      this.on.changed(await setRules(this.on.told().site, this.key, rules));
      this.said = say("saved");
    } catch (wrong) {
      this.said = say("notSaved", { why: refusal(wrong) });
    }
    this.draw();
  }

  private draw(): void {
    this.dialog.lang = PHRASES.language;
    this.dialog.dir = direction(PHRASES.language);
    render(html`<header><h2 id="corner-title">${say("corner")}</h2><button type="button" class="close" @click=${() => this.dialog.close()}>${say("close")}</button></header>
      ${this.key === "" ? pad(this.typed.length, this.said, (digit) => this.press(digit), () => this.press(""), () => void this.enter()) : this.inside()}`, this.dialog);
  }

  private inside(): TemplateResult {
    const resting = this.on.nurse === null;
    return html`<p class="pad-said" role="status">${this.said}</p>
      <div class="corner-parts">
        ${rulesForm(this.on.told().rules, (rules) => void this.save(rules))}
        ${health(this.health, this.on)}
      </div>
      <div class="row">
        <button type="button" @click=${() => this.on.afresh("operator")}>${say(resting ? "wake" : "reload")}</button>
        ${resting ? nothing : html`<button type="button" @click=${() => this.on.afresh("operator", "+rest")}>${say("rest")}</button>`}
      </div>`;
  }
}

function refusal(wrong: unknown): string {
  if (!(wrong instanceof Refused)) return say("unreachable");
  if (wrong.status === 401) return say("wrong");
  if (wrong.status === 429) return say("wait", { n: wrong.seconds });
  return wrong.status === 404 ? say("noCode") : wrong.message;
}
