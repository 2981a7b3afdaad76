import { html, nothing } from "lit";
import { ownName } from "../../language";
import { at, call, file, get, Problem } from "../api";
import { complain, tell as announce } from "../notice";
import { Section } from "../part";
import { kindly } from "../problem";
import { may } from "../session";
import { languagesOf } from "../sites/store";
import { amount, language, say } from "../strings";
import "./bring.css";
import { findings } from "./report";
import type { Finding } from "./report";
import { tell } from "./words";
import type { Word } from "./words";

interface Form {
  form: "iiif" | "svx" | "webannotation";
  document: string;
  losses: readonly string[];
}

interface Change {
  kind: string;
  id: string;
  what: "added" | "removed" | "changed";
  words?: readonly string[];
}

interface Told {
  form: "pack" | Form["form"];
  own: boolean;
  compared: boolean;
  changes: readonly Change[];
  more: number;
  findings: readonly Finding[];
  versions: number;
}

/** The site in other forms: out of the house, and into it once it is seen what that would change. */
class Exchange extends Section {
  static override properties = {
    ...Section.properties, forms: { state: true }, languages: { state: true }, making: { state: true }, given: { state: true }, told: { state: true }, busy: { state: true }, wrong: { state: true },
  };
  declare forms: readonly Form[];
  declare languages: readonly string[];
  /** The form that is being made. */
  declare making: string;
  declare given: File | undefined;
  declare told: Told | undefined;
  declare busy: boolean;
  declare wrong: { text: string; findings: readonly Finding[] } | undefined;
  private etag = "";
  private textLanguage = "";

  constructor() {
    super();
    this.forms = [];
    this.languages = [];
    this.making = "";
    this.busy = false;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("site") || !this.site) return;
    this.forget();
    languagesOf(this.site).then((found) => { this.languages = found; }, complain);
    get<{ forms: Form[] }>(at(this.site, "exports")).then(({ forms }) => { this.forms = forms; }, () => { this.forms = FALLBACK; });
  }

  protected override render(): unknown {
    return html`<h1>${say("exchange")}</h1>
      <section aria-labelledby="out"><h2 id="out">${tell("out")}</h2><p>${tell("outWhat")}</p><ul class="forms">
        ${this.form("pack", [])}${this.forms.map(({ form, losses }) => this.form(form, losses))}</ul></section>
      ${may(this.site, "curator") ? html`<section aria-labelledby="in"><h2 id="in">${tell("in")}</h2><p>${tell("inWhat")}</p>${this.choose()}${this.answer()}</section>` : nothing}`;
  }

  private form(form: "pack" | Form["form"], losses: readonly string[]): unknown {
    const busy = this.making === form;
    return html`<li class="panel"><form @submit=${(event: Event) => this.fetch(event, form)}><h3>${tell(`form-${form}`)}</h3><p class="quiet">${tell(`form-${form}What`)}</p>
      ${losses.length > 0 ? html`<details><summary>${tell("notInIt")}</summary>${language() === "en" ? nothing : html`<p class="quiet">${tell("inEnglish")}</p>`}<ul lang="en">${losses.map((each) => html`<li>${each}</li>`)}</ul></details>` : nothing}
      <label class="check"><input type="checkbox" name="published" value="yes" /><span>${tell("publishedOnly")}</span></label>
      ${form === "iiif" || form === "svx" ? html`<label class="check"><input type="checkbox" name="alone" value="yes" /><span>${tell("alone")}</span></label><label class="check"><input type="checkbox" name="plain" value="yes" /><span>${tell("plain")}</span></label>` : nothing}
      ${form === "iiif" ? html`<label class="field"><span>${tell("base")}</span><input type="url" name="base" placeholder="https://museum.example/${this.site}" /></label>` : nothing}
      <button ?disabled=${this.making !== ""} aria-label="${tell("fetchIt")}: ${tell(`form-${form}`)}">${busy ? tell("making") : tell("fetchIt")}</button></form></li>`;
  }

  private choose(): unknown {
    return html`<div class="row"><label class="button primary"><input class="hidden" type="file" accept=".zip,.json,.jsonld" ?disabled=${this.busy} @change=${this.chosen} />${tell("chooseOne")}</label>
      <label class="row"><span>${tell("textLanguage")}</span><select @change=${(event: Event) => { this.textLanguage = (event.target as HTMLSelectElement).value; }}>${this.languages.map((tag) => html`<option value=${tag} lang=${tag}>${ownName(tag)}</option>`)}</select></label></div>
      ${this.busy ? html`<p role="status">${tell("looking")}</p><progress aria-label=${tell("looking")}></progress>` : nothing}`;
  }

  private answer(): unknown {
    const { told, wrong } = this;
    if (wrong) return html`<div class="warning" role="alert"><strong>${tell("cannot")}${this.given ? `: ${this.given.name}` : ""}</strong><p lang="en">${wrong.text}</p></div>${findings(wrong.findings.slice(1))}`;
    if (!told || this.busy) return nothing;
    return html`<div class="panel brought" tabindex="-1"><h3>${tell(`from-${told.form}`)}: ${this.given?.name}${told.own ? html` <span class="quiet">${tell("fromHere")}</span>` : nothing}</h3>
      ${!told.compared ? html`<p class="warning">${tell("notCompared")}</p>` : told.changes.length === 0 ? html`<p>${tell("nothingChanges")}</p>` : this.changes(told)}
      ${findings(told.findings)}
      <div class="row"><button type="button" class="primary" @click=${this.keep}>${tell("keepIt")}</button><button type="button" @click=${() => this.forget()}>${tell("dropIt")}</button></div></div>`;
  }

  private changes(told: Told): unknown {
    return html`<p>${tell("wouldChange")}</p><ul class="plain-list changes">${told.changes.map((each) => html`<li class="row"><span class="mark ${each.what === "removed" ? "bad" : each.what === "added" ? "good" : "warn"}">${tell(`what-${each.what}` as Word)}</span>
      <span class="grow"><strong>${each.kind === "site" ? "" : each.id}</strong> <span class="quiet" lang="en">${[each.kind, ...(each.words ?? [])].join(" · ")}</span></span></li>`)}
      ${told.more > 0 ? html`<li class="quiet">${tell("andMore", { count: amount(told.more) })}</li>` : nothing}</ul>`;
  }

  private async fetch(event: Event, form: "pack" | Form["form"]): Promise<void> {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(event.target as HTMLFormElement)].flatMap(([key, value]) => (value === "" ? [] : [[key, String(value)]])));
    const alone = asked.has("alone") || form === "webannotation";
    if (form === "webannotation") asked.set("alone", "yes");
    this.making = form;
    try {
      const path = form === "pack" ? at(this.site, "pack.zip") : at(this.site, "exports", form);
      const found = await file(asked.size > 0 ? `${path}?${asked}` : path);
      const document_ = this.forms.find((each) => each.form === form)?.document ?? "document.json";
      save(found, form === "pack" ? `${this.site}.zip` : alone ? `${this.site}-${document_}` : `${this.site}-${form}.zip`);
    } catch (problem) {
      complain(problem);
    } finally {
      this.making = "";
    }
  }

  private chosen = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const given = input.files?.[0];
    input.value = "";
    if (!given) return;
    this.forget();
    this.given = given;
    const found = await this.send(false);
    if (!found) return;
    this.etag = found.etag;
    this.told = found.value;
    await this.updateComplete;
    this.querySelector<HTMLElement>(".brought")?.focus();
  };

  private keep = async (): Promise<void> => {
    const found = await this.send(true);
    if (!found) return;
    announce(tell("keptNow", { count: amount(found.value.versions) }));
    this.forget();
  };

  private async send(keep: boolean): Promise<{ value: Told; etag: string } | undefined> {
    const given = this.given!;
    const asked = new URLSearchParams({ language: this.textLanguage || this.languages[0] || "en", ...(keep ? { keep: "yes" } : {}) });
    this.busy = true;
    this.wrong = undefined;
    try {
      return await call<Told>("POST", `${at(this.site, "import")}?${asked}`, {
        sent: given, headers: { "Content-Type": /\.zip$/i.test(given.name) ? "application/zip" : "application/json" }, ...(keep ? { ifMatch: this.etag } : {}),
      });
    } catch (problem) {
      this.told = undefined;
      this.wrong = { text: kindly(problem), findings: (problem instanceof Problem ? problem.members["findings"] as Finding[] | undefined : undefined) ?? [] };
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  private forget(): void {
    this.given = undefined;
    this.told = undefined;
    this.wrong = undefined;
    this.etag = "";
  }
}

/** What is offered where the site is not whole enough to say what each form loses. */
const FALLBACK: readonly Form[] = [
  { form: "iiif", document: "manifest.json", losses: [] }, { form: "svx", document: "scene.svx.json", losses: [] }, { form: "webannotation", document: "annotations.json", losses: [] },
];

function save(found: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(found);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

customElements.define("studio-exchange", Exchange);
