import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { direction, ownName } from "../../language";
import "../bring/media";
import { language } from "../strings";
import { isAt } from "./explaining";
import { degreesOf, turnedTo } from "./heading";
import type { Field, Kind } from "./kinds";
import type { Body, Json, RecordTold } from "./record";
import { nameOf, valueAt } from "./record";
import "./picker";
import "./tour-plan";
import { tell } from "./words";

/** What a form shows and whom it tells. */
export interface Form {
  site: string;
  body: Body;
  languages: readonly string[];
  /** Records that can be named, by kind. */
  known: ReadonlyMap<Kind, readonly RecordTold[]>;
  /** Kinds of which there are more than are known: those are searched for. */
  large: ReadonlySet<Kind>;
  /** A record that was found has a name now. */
  found: (kind: Kind, record: RecordTold) => void;
  /** What is wrong, by field. */
  wrong: ReadonlyMap<string, string>;
  /** Whether only words in a language may be changed. */
  wordsOnly: boolean;
  locked: boolean;
  set: (path: string, value: Json | undefined) => void;
}

export function field(form: Form, of: Field): unknown {
  const drawn: Record<Field["type"], () => unknown> = {
    texts: () => texts(form, of, (value) => (value === undefined ? "" : String(value)), (text) => text || undefined),
    names: () => texts(form, of, (value) => (Array.isArray(value) ? value.join("\n") : ""), (text) => lines(text)),
    line: () => line(form, of),
    number: () => number(form, of),
    vector: () => vector(form, of),
    words: () => line(form, of, (value) => (Array.isArray(value) ? value.join(", ") : ""), (text) => text.split(/[,，、]/).map((each) => each.trim()).filter(Boolean)),
    check: () => check(form, of),
    cites: () => cites(form, of),
    refs: () => refs(form, of),
    ref: () => ref(form, of),
    choice: () => choice(form, of),
    heading: () => heading(form, of),
    date: () => line(form, of),
    tour: () => tour(form, of),
    told: () => told(form, of),
    media: () => media(form),
  };
  return drawn[of.type]();
}

function media(form: Form): unknown {
  const changed = ({ detail }: CustomEvent<Record<"media" | "files", Json | undefined>>): void => {
    if (JSON.stringify(detail.files) !== JSON.stringify(form.body["files"])) form.set("files", detail.files);
    form.set("media", detail.media);
  };
  return html`<studio-media .site=${form.site} .body=${form.body} .languages=${form.languages} ?locked=${form.locked} .wordsOnly=${form.wordsOnly} @changed=${changed}></studio-media>`;
}

/** What a record has at a field. */
function held(form: Form, of: Field): Json | undefined {
  return valueAt(form.body, `/${of.key}`);
}

function texts(form: Form, of: Field, read: (value: Json | undefined) => string, write: (text: string) => Json | undefined): unknown {
  const found = (held(form, of) ?? {}) as Record<string, Json>;
  const machine = (form.body["translated"] ?? {}) as Record<string, string>;
  const tags = [...new Set([...form.languages, ...Object.keys(found)])];
  return html`<fieldset class="texts" ?disabled=${form.locked}><legend>${tell(of.label)}</legend><div class="side-by-side">${tags.map((tag) => html`
    <label class="field" lang=${language()}><span>${ownName(tag)}</span>
      <textarea rows=${of.lines ?? 1} lang=${tag} dir=${direction(tag)} maxlength="4000" data-path="${of.key}/${tag}" aria-invalid=${wrongHere(form, `${of.key}/${tag}`) ? "true" : nothing}
        .value=${live(read(found[tag]))} @input=${(event: Event) => form.set(`${of.key}/${tag}`, write(valueOf(event)))}></textarea>
      ${!found[tag] && machine[tag] && of.key === "text" ? html`<small>${tell("byMachine", { text: machine[tag] })}</small>` : nothing}
    </label>`)}</div>${said(form, of.key)}</fieldset>`;
}

function line(form: Form, of: Field, read = (value: Json | undefined): string => String(value ?? ""), write = (text: string): Json | undefined => text): unknown {
  return html`<label class="field"><span>${tell(of.label)}</span>
    <input type=${of.type === "date" ? "date" : "text"} data-path=${of.key} placeholder=${of.blank ?? nothing} list=${of.choices ? `choices-${of.key}` : nothing} ?disabled=${form.locked || form.wordsOnly} aria-invalid=${wrongHere(form, of.key) ? "true" : nothing}
      .value=${of.type === "words" ? read(held(form, of)) : live(read(held(form, of)))}
      @input=${(event: Event) => { if (of.type !== "words") form.set(of.key, write(valueOf(event))); }} @change=${(event: Event) => { if (of.type === "words") form.set(of.key, write(valueOf(event))); }} />
    ${of.choices ? html`<datalist id="choices-${of.key}">${of.choices.map((each) => html`<option value=${each}></option>`)}</datalist>` : nothing}
    ${of.hint ? html`<small>${tell(of.hint)}</small>` : nothing}${said(form, of.key)}</label>`;
}

function number(form: Form, of: Field): unknown {
  return html`<label class="field narrow"><span>${tell(of.label)}</span>
    <input type="number" step="any" data-path=${of.key} ?disabled=${form.locked || form.wordsOnly} .value=${String(held(form, of) ?? "")}
      @change=${(event: Event) => { const given = (event.target as HTMLInputElement).valueAsNumber; form.set(of.key, Number.isNaN(given) ? undefined : given); }} />
    ${said(form, of.key)}</label>`;
}

function vector(form: Form, of: Field): unknown {
  const found = (held(form, of) ?? [0, 0, 0]) as number[];
  const change = (index: number, event: Event): void => {
    const given = numberOf(event, found[index] ?? 0);
    if (given !== undefined) form.set(of.key, found.map((each, at) => (at === index ? given : each)));
  };
  return html`<fieldset ?disabled=${form.locked || form.wordsOnly}><legend>${tell(of.label)}</legend><div class="row">${["x", "y", "z"].map((axis, index) => html`
    <label class="axis"><span>${axis}</span><input type="number" step="any" .value=${String(found[index] ?? 0)} @change=${(event: Event) => change(index, event)} /></label>`)}</div>${said(form, of.key)}</fieldset>`;
}

function check(form: Form, of: Field): unknown {
  return html`<label class="check"><input type="checkbox" ?disabled=${form.locked || form.wordsOnly} .checked=${live(held(form, of) === true)}
    @change=${(event: Event) => form.set(of.key, (event.target as HTMLInputElement).checked || undefined)} /><span>${tell(of.label)}</span></label>`;
}

function choice(form: Form, of: Field): unknown {
  return html`<label class="field narrow"><span>${tell(of.label)}</span><select ?disabled=${form.locked || form.wordsOnly} @change=${(event: Event) => form.set(of.key, valueOf(event))}>
    ${of.choices!.map((each) => html`<option value=${each} ?selected=${each === (held(form, of) ?? of.choices![0])}>${of.called ? tell(of.called(each)) : each}</option>`)}</select></label>`;
}

function heading(form: Form, of: Field): unknown {
  const turned = held(form, of) as number[] | undefined;
  const degrees = degreesOf(turned);
  const change = (event: Event): void => {
    const given = numberOf(event, degrees ?? "");
    if (given !== undefined) form.set(of.key, turnedTo(turned, given));
  };
  return html`<label class="field narrow"><span>${tell(of.label)}</span><input type="number" step="1" data-path=${of.key} ?disabled=${form.locked || form.wordsOnly || degrees === undefined} .value=${String(degrees ?? "")} @change=${change} />
    <small>${tell(degrees === undefined ? "tilted" : "degrees")}</small>${said(form, of.key)}</label>`;
}

function told(form: Form, of: Field): unknown {
  const found = held(form, of);
  if (!Array.isArray(found) || found.length === 0) return nothing;
  return html`<div class="field"><span>${tell(of.label)}</span><ul class="files">${found.map((each) => html`<li><code>${String(each)}</code></li>`)}</ul></div>`;
}

function tour(form: Form, of: Field): unknown {
  return html`<studio-tour-plan .site=${form.site} .order=${(held(form, of) ?? []) as string[]} .stops=${among(form, of)} .audience=${String(form.body["audience"] ?? "")} .minutes=${form.body["minutes"] as number}
    .locked=${form.locked || form.wordsOnly} @order=${(event: CustomEvent<Json>) => form.set(of.key, event.detail)} @minutes=${(event: CustomEvent<number>) => form.set("minutes", event.detail)}></studio-tour-plan>${said(form, of.key)}`;
}

function ref(form: Form, of: Field): unknown {
  return html`<label class="field"><span>${tell(of.label)}</span>${chooser(form, of, String(held(form, of) ?? ""), (id) => form.set(of.key, id))}${said(form, of.key)}</label>`;
}

function cites(form: Form, of: Field): unknown {
  const found = (held(form, of) ?? []) as { source: string; locator?: string }[];
  const become = (next: readonly { source: string; locator?: string }[]): void => form.set(of.key, next as unknown as Json);
  const change = (index: number, part: Partial<{ source: string; locator: string }>): void => become(found.map((each, place) => (place === index ? { ...each, ...part } : each)));
  return html`<fieldset ?disabled=${form.locked || form.wordsOnly}><legend>${tell(of.label)}</legend>
    ${found.map((each, index) => html`<div class="row cite">
      <label class="grow"><span class="hidden">${tell("source")}</span>${chooser(form, of, each.source, (id) => change(index, { source: id }))}</label>
      <label class="grow"><span class="hidden">${tell("locator")}</span><input type="text" placeholder=${tell("locator")} .value=${live(each.locator ?? "")} @input=${(event: Event) => change(index, { locator: valueOf(event) })} /></label>
      <button type="button" class="plain" @click=${() => become(found.filter((_, place) => place !== index))}>${tell("remove")}</button>
    </div>`)}
    ${said(form, of.key)}<label class="row"><span>${tell("addSource")}</span>${chooser(form, of, "", (id) => { if (id) become([...found, { source: id }]); })}</label></fieldset>`;
}

function refs(form: Form, of: Field): unknown {
  const found = (held(form, of) ?? []) as string[];
  const move = (from: number, to: number): void => {
    const next = found.filter((_, place) => place !== from);
    next.splice(to, 0, found[from]!);
    form.set(of.key, next);
  };
  return html`<fieldset ?disabled=${form.locked || form.wordsOnly}><legend>${tell(of.label)}</legend>
    ${found.length > 0 ? html`<ol class="refs">${found.map((id, index) => html`<li><span>${called(form, of, id)}</span>
      <button type="button" class="plain" ?disabled=${index === 0} aria-label="${tell("up")}: ${called(form, of, id)}" @click=${() => move(index, index - 1)}>↑</button>
      <button type="button" class="plain" ?disabled=${index === found.length - 1} aria-label="${tell("down")}: ${called(form, of, id)}" @click=${() => move(index, index + 1)}>↓</button>
      <button type="button" class="plain" aria-label="${tell("remove")}: ${called(form, of, id)}" @click=${() => form.set(of.key, found.filter((each) => each !== id))}>×</button></li>`)}</ol>` : nothing}
    ${said(form, of.key)}<label class="row"><span>${tell("add")}</span>${chooser(form, of, "", (id) => { if (id) form.set(of.key, [...found, id]); }, found)}</label></fieldset>`;
}

function chooser(form: Form, of: Field, chosen: string, choose: (id: string) => void, without: readonly string[] = []): unknown {
  if (form.large.has(of.of!)) return picker(form, of, chosen, choose, without);
  const known = among(form, of).filter(({ id }) => !without.includes(id));
  const change = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    choose(select.value);
    if (chosen === "") select.value = "";
  };
  return html`<select ?disabled=${form.locked || form.wordsOnly} @change=${change}><option value="" ?selected=${chosen === ""}>—</option>
    ${known.map(({ id, body }) => html`<option value=${id} ?selected=${id === chosen}>${short(nameOf(id, body, language()))}</option>`)}</select>`;
}

/** Where there are too many to choose from a list. */
function picker(form: Form, of: Field, chosen: string, choose: (id: string) => void, without: readonly string[]): unknown {
  const picked = (event: CustomEvent<RecordTold>): void => {
    form.found(event.detail.kind as Kind, event.detail);
    choose(event.detail.id);
  };
  return html`${chosen ? html`<span>${called(form, of, chosen)}</span>` : nothing}<studio-picker .site=${form.site} .kinds=${[of.of, of.or].filter((each) => each !== undefined)} .without=${without} .disabled=${form.locked || form.wordsOnly} @picked=${picked}></studio-picker>`;
}

/** The records that a field can name. */
function among(form: Form, { of, or }: Field): readonly RecordTold[] {
  return [of, or].flatMap((kind) => (kind ? form.known.get(kind) ?? [] : []));
}

function called(form: Form, of: Field, id: string): string {
  const found = among(form, of).find((each) => each.id === id);
  return found ? short(nameOf(id, found.body, language())) : id;
}

function said(form: Form, key: string): unknown {
  const text = wrongHere(form, key);
  return text ? html`<p class="wrong" role="alert">${text}</p>` : nothing;
}

function wrongHere(form: Form, key: string): string | undefined {
  return [...form.wrong].find(([path]) => isAt(path, key))?.[1];
}

function short(text: string): string {
  return text.length > 72 ? `${text.slice(0, 70)}…` : text;
}

function lines(text: string): Json | undefined {
  const found = text.split("\n").map((each) => each.trimStart());
  return found.some(Boolean) ? found : undefined;
}

/** What was typed as a number; where it is none, the field shows again what is held. Number fields are told when they are left, so a redraw must not touch what is being typed: no `live` there. */
function numberOf(event: Event, held: number | ""): number | undefined {
  const input = event.target as HTMLInputElement;
  if (!Number.isNaN(input.valueAsNumber)) return input.valueAsNumber;
  input.value = String(held);
  return undefined;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
