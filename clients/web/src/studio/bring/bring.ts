import { html, nothing } from "lit";
import { ownName } from "../../language";
import { at, call, get, post } from "../api";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { kindly } from "../problem";
import { may } from "../session";
import { languagesOf } from "../sites/store";
import { amount, language, say, when } from "../strings";
import "./bring.css";
import { carrierTo, TUS } from "./carrier";
import { dropped } from "./dropped";
import { bytes, while_ } from "./told";
import { Uploads } from "./uploads";
import type { Kept, Sending } from "./uploads";
import { tell } from "./words";
import "./work";
import type { Work } from "./work";

const ACCEPT = ".glb,.gltf,.bin,.obj,.mtl,.ply,.stl,.e57,.las,.laz,.zip,.jpg,.jpeg,.png,.webp,.tif,.tiff";
const DEVICES = ["desktop", "kiosk", "quest3", "quest2", "phone"] as const;
const UNITS = ["", "m", "dm", "cm", "mm", "km", "in", "ft"] as const;
const LICENCES = ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"];

/** Bring a scan: its files on their way, what it is, how it is taken in, and what came of it. */
class Bring extends Section {
  static override properties = { ...Section.properties, kept: { state: true }, languages: { state: true }, over: { state: true }, wish: { state: true }, busy: { state: true }, failure: { state: true } };
  declare kept: readonly Kept[];
  declare languages: readonly string[];
  declare over: boolean;
  /** Settings with which the scan is to be taken in once its files are here. */
  declare wish: Record<string, unknown> | undefined;
  declare busy: boolean;
  declare failure: string;
  private uploads: Uploads | undefined;

  constructor() {
    super();
    this.kept = [];
    this.languages = [];
    this.over = false;
    this.busy = false;
    this.failure = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("online", this.online);
    addEventListener("beforeunload", this.ask);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("online", this.online);
    removeEventListener("beforeunload", this.ask);
    this.uploads?.clear();
  }

  override async leave(): Promise<boolean> {
    return !this.uploads?.open || confirm(tell("leaveSure"));
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("site") || !this.site) return;
    this.uploads?.clear();
    this.uploads = new Uploads(carrierTo(this.site));
    this.uploads.addEventListener("change", this.moved);
    this.wish = undefined;
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [{ uploads }, languages] = await Promise.all([get<{ uploads: Kept[] }>(at(this.site, "uploads")), languagesOf(this.site)]);
      this.kept = uploads;
      this.languages = languages;
    } catch (problem) {
      complain(problem);
    }
  }

  protected override render(): unknown {
    if (!may(this.site, "curator")) return html`<h1>${say("bringScan")}</h1><studio-scan-work .site=${this.site}></studio-scan-work>`;
    return html`<h1>${say("bringScan")}</h1><p>${tell("bringWhat")}</p>
      <section aria-labelledby="files"><h2 id="files">${tell("files")}</h2>${this.zone()}${this.list()}${this.earlier()}</section>
      <section aria-labelledby="settings"><h2 id="settings">${tell("settings")}</h2>${this.settings()}</section>
      <section aria-labelledby="work"><h2 id="work">${tell("work")}</h2><studio-scan-work .site=${this.site} @ended=${() => this.load()}></studio-scan-work></section>`;
  }

  private zone(): unknown {
    return html`<div class="drop" ?data-over=${this.over} @dragover=${this.dragged} @dragleave=${() => { this.over = false; }} @drop=${this.drop}>
      <p class="big">${tell("dropHere")}</p><p class="quiet">${tell("or")}</p>
      <label class="button primary"><input class="hidden" type="file" multiple accept=${ACCEPT} @change=${this.chosen} />${tell("chooseFiles")}</label>
      <p class="quiet">${tell("kinds")}</p></div>`;
  }

  private list(): unknown {
    const uploads = this.uploads!;
    if (uploads.all.length === 0) return nothing;
    const said = uploads.whole ? tell("allHere", { count: amount(uploads.all.length) }) : tell("ofAll", { sent: bytes(uploads.sent), size: bytes(uploads.size) });
    const speed = uploads.busy && uploads.rate ? ` · ${tell("perSecond", { rate: bytes(uploads.rate) })}` : "";
    const left = uploads.busy && uploads.left !== undefined ? ` · ${tell("timeLeft", { while: while_(uploads.left) })}` : "";
    return html`<div class="sending"><div class="row"><progress aria-label=${tell("files")} max=${uploads.size || 1} value=${uploads.sent}></progress>
      <span class="grow">${said}<span class="quiet">${speed}${left}</span></span>
      ${uploads.busy ? html`<button type="button" @click=${() => uploads.pauseAll()}>${tell("pauseAll")}</button>` : uploads.open ? html`<button type="button" @click=${() => uploads.goOnAll()}>${tell("goOnAll")}</button>` : nothing}</div>
      <ul class="plain-list">${uploads.all.map((each) => this.one(each))}</ul><p class="hidden" role="status">${uploads.whole ? said : ""}</p></div>`;
  }

  private one(each: Sending): unknown {
    const tone = each.phase === "sent" ? "good" : each.phase === "refused" ? "bad" : each.phase === "cut" ? "warn" : "";
    const uploads = this.uploads!;
    return html`<li><div class="row"><span class="grow name">${each.name}</span><span class="quiet">${each.phase === "sent" ? bytes(each.size) : tell("ofAll", { sent: bytes(each.sent), size: bytes(each.size) })}</span>
      <span class="mark ${tone}">${tell(`phase-${each.phase}`)}</span>
      ${each.phase === "sending" || each.phase === "waiting" ? html`<button type="button" class="plain" aria-label="${tell("pause")}: ${each.name}" @click=${() => uploads.pause(each)}>${tell("pause")}</button>` : nothing}
      ${each.phase === "paused" || each.phase === "cut" || each.phase === "refused" ? html`<button type="button" class="plain" aria-label="${tell("goOn")}: ${each.name}" @click=${() => uploads.goOn(each)}>${tell("goOn")}</button>` : nothing}
      <button type="button" class="plain" aria-label="${tell("takeOff")}: ${each.name}" @click=${() => this.takeOff(each)}>${tell("takeOff")}</button></div>
      ${each.phase === "sent" ? nothing : html`<progress aria-label=${each.name} max=${each.size || 1} value=${each.sent}></progress>`}
      ${each.why ? html`<p class="failure" role="alert">${each.why}</p>` : nothing}</li>`;
  }

  private earlier(): unknown {
    const held = new Set(this.uploads!.all.map(({ id }) => id));
    const left = this.kept.filter(({ id, name, size }) => !held.has(id) && !this.uploads!.all.some((each) => each.name === name && each.size === size));
    if (left.length === 0) return nothing;
    return html`<h3>${tell("fromBefore")}</h3><p class="quiet">${tell("fromBeforeWhat")}</p><ul class="plain-list">${left.map((each) => html`<li class="row"><span class="grow name">${each.name}</span>
      <span class="quiet">${each.offset === each.size ? tell("wholly", { size: bytes(each.size) }) : tell("partly", { sent: bytes(each.offset), size: bytes(each.size) })}${each.expires ? ` · ${tell("expires", { time: when(each.expires) })}` : ""}</span>
      ${each.offset === each.size ? html`<button type="button" class="plain" aria-label="${tell("useIt")}: ${each.name}" @click=${() => this.uploads!.use(each)}>${tell("useIt")}</button>` : nothing}
      <button type="button" class="plain" aria-label="${tell("takeOff")}: ${each.name}" @click=${() => this.forget(each.id)}>${tell("takeOff")}</button></li>`)}</ul>`;
  }

  private settings(): unknown {
    const shownIn = this.languages.includes(language()) ? language() : this.languages[0];
    return html`<form class="panel" @submit=${this.submit}>
      <div class="two"><label class="field"><span>${tell("name")}</span><input type="text" name="name" maxlength="200" /><small>${tell("nameHint")}</small></label>
      <label class="field"><span>${tell("inLanguage")}</span><select name="language">${this.languages.map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === shownIn}>${ownName(tag)}</option>`)}</select></label></div>
      <label class="field"><span>${tell("device")}</span><select name="device">${DEVICES.map((each) => html`<option value=${each}>${tell(`device-${each}`)}</option>`)}</select><small>${tell("deviceHint")}</small></label>
      <div class="two"><label class="field"><span>${tell("units")}</span><select name="units">${UNITS.map((each) => html`<option value=${each}>${tell(`units-${each}`)}</option>`)}</select></label>
      <label class="field"><span>${tell("up")}</span><select name="up">${(["", "y", "z"] as const).map((each) => html`<option value=${each}>${tell(`up-${each}`)}</option>`)}</select></label></div>
      <div class="two"><label class="field"><span>${tell("licence")}</span><input type="text" name="licence" maxlength="200" list="licences" autocomplete="off" /><small>${tell("licenceHint")}</small></label>
      <label class="field"><span>${tell("holder")}</span><input type="text" name="holder" maxlength="200" /><small>${tell("holderHint")}</small></label></div>
      <datalist id="licences">${LICENCES.map((each) => html`<option value=${each}></option>`)}</datalist>
      <label class="check"><input type="checkbox" name="fill_holes" /><span>${tell("fillHoles")}<br /><small>${tell("fillHolesHint")}</small></span></label>
      <p class="failure" role="alert">${this.failure}</p>
      <div class="row"><button class="primary" ?disabled=${this.busy || this.wish !== undefined}>${tell("takeIn")}</button>
      ${this.wish ? html`<span role="status">${tell("takeInSoon")}</span><button type="button" class="plain" @click=${() => { this.wish = undefined; }}>${tell("noTakeIn")}</button>` : nothing}</div>
    </form>`;
  }

  private moved = (): void => {
    this.requestUpdate();
    if (this.wish && this.uploads!.whole && !this.busy) void this.takeIn(this.wish);
  };

  private chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.uploads!.add([...(input.files ?? [])], this.kept);
    input.value = "";
  };

  private dragged = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };

  private drop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    this.over = false;
    if (!event.dataTransfer) return;
    try {
      this.uploads!.add(await dropped(event.dataTransfer), this.kept);
    } catch (problem) {
      complain(problem);
    }
  };

  private async takeOff(each: Sending): Promise<void> {
    this.uploads!.drop(each);
    if (each.id) await this.forget(each.id);
  }

  private async forget(id: string): Promise<void> {
    await call("DELETE", at(this.site, "uploads", id), { headers: TUS }).catch(complain);
    await this.load();
  }

  private submit = (event: Event): void => {
    event.preventDefault();
    const uploads = this.uploads!;
    this.failure = uploads.all.length === 0 ? tell("needFiles") : "";
    if (this.failure) return;
    const given = new FormData(event.target as HTMLFormElement);
    const wish = { ...Object.fromEntries([...given].filter(([key, value]) => value !== "" && key !== "fill_holes")), fill_holes: given.has("fill_holes") };
    if (uploads.whole) void this.takeIn(wish);
    else this.wish = wish;
  };

  private async takeIn(wish: Record<string, unknown>): Promise<void> {
    this.busy = true;
    this.wish = undefined;
    try {
      await post(at(this.site, "ingest"), { ...wish, uploads: this.uploads!.all.map(({ id }) => id) });
      this.uploads!.clear();
      announce(tell("asked"));
      await Promise.all([this.load(), this.querySelector<Work>("studio-scan-work")?.watch()]);
      this.querySelector("#work")?.scrollIntoView({ block: "start" });
    } catch (problem) {
      this.failure = kindly(problem);
    } finally {
      this.busy = false;
    }
  }

  private online = (): void => this.uploads?.reconnected();

  private ask = (event: BeforeUnloadEvent): void => {
    if (this.uploads?.open) event.preventDefault();
  };
}

customElements.define("studio-bring", Bring);
