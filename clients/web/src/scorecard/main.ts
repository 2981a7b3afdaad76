import { html, nothing, render } from "lit";
import type { TemplateResult } from "lit";
import { ensureFonts } from "../access/fonts";
import { ownName, textIn } from "../language";
import { loadPreferences, savePreferences } from "../preferences";
import type { Scorecard } from "./card";
import { flags, kept, reviewed, who, written } from "./sections";
import { tests } from "./tests";
import { language, languages, moment, say, speak, unread } from "./words";

const PARTS = ["who", "written", "review", "tests", "flags", "kept"] as const;
const site = decodeURIComponent(location.pathname.split("/").filter(Boolean)[1] ?? "");
const data = `/api/sites/${encodeURIComponent(site)}/scorecard`;

let card: Scorecard | undefined;
let problem = "";

async function load(): Promise<void> {
  problem = "";
  show();
  try {
    const answer = await fetch(data);
    if (answer.status === 404) problem = "noSite";
    else card = (await answer.json()) as Scorecard;
  } catch {
    problem = "unreachable";
  }
  show();
}

function show(): void {
  void ensureFonts([language(), ...languages()]);
  const title = card ? textIn(card.title, language()) : site;
  document.title = [title, say("scorecard"), "Caravanserai"].filter(Boolean).join(" · ");
  render(html`${top()}<main>${body(title)}</main>`, document.body);
}

function body(title: string): TemplateResult {
  if (problem === "noSite") return html`<h1>${say("noSite")}</h1><p><a href="/">Caravanserai</a></p>`;
  if (problem !== "") return html`<p role="alert">${say("unreachable")}</p><button type="button" @click=${load}>${say("again")}</button>`;
  if (!card) return html`<p role="status">${say("loading")}</p>`;
  return html`<p class="place">${title}</p><h1>${say("scorecard")}</h1><p class="intro">${say("intro")}</p>
    <nav aria-label=${say("contents")}><ul>${PARTS.map((part) => html`<li><a href="#${part}">${say(part)}</a></li>`)}</ul></nav>
    ${who(card)}${written(card)}${reviewed(card)}${tests(card)}${flags(card)}${kept(card)}
    <footer><p>${say("asOf", { time: moment(card.at) })} ${unread() ? say("machineMade") : nothing}</p>
      <p class="row"><button type="button" @click=${() => print()}>${say("print")}</button><a href=${data}>${say("asData")}</a></p></footer>`;
}

function top(): TemplateResult {
  return html`<header><a class="brand" href="/?site=${encodeURIComponent(site)}">${mark()}<span>${say("toPlace")}</span></a>
    <label><span class="hidden">${say("language")}</span><select @change=${choose}>${languages().map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === language()}>${ownName(tag)}</option>`)}</select></label></header>`;
}

function mark(): TemplateResult | typeof nothing {
  return html`<svg viewBox="0 0 48 48" aria-hidden="true"><path d="M11 43V21.500C11 13.500 16.500 8.600 24 5c7.500 3.600 13 8.500 13 16.500V43" fill="none" stroke="currentColor" stroke-width="2.600" stroke-linecap="round"/><path class="flame" d="M20.500 20.500c0-1.600 7-1.600 7 0 2.200 3 2.200 7 0 10 0 1.600-7 1.600-7 0-2.200-3-2.200-7 0-10z"/></svg>`;
}

async function choose(event: Event): Promise<void> {
  const tag = (event.target as HTMLSelectElement).value;
  savePreferences({ ...loadPreferences(), language: tag });
  await speak([tag]);
  show();
}

/** What is folded is on paper too. */
addEventListener("beforeprint", () => { for (const each of document.querySelectorAll("details")) each.open = true; });

await speak([new URLSearchParams(location.search).get("language") ?? "", loadPreferences().language ?? "", ...navigator.languages].filter(Boolean));
void load();
