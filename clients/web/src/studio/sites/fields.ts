import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { direction, ownName } from "../../language";
import { language } from "../strings";
import type { Field, Kind } from "./kinds";
import type { Body, Json, RecordTold } from "./record";
import { nameOf } from "./record";
import { tell } from "./words";

/** What a form shows and whom it tells. */
export interface Form {
  body: Body;
  languages: readonly string[];
  /** Records that can be named, by kind. */
  known: ReadonlyMap<Kind, readonly RecordTold[]>;
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
  };
  return drawn[of.type]();
}

function texts(form: Form, of: Field, read: (value: Json | undefined) => string, write: (text: string) => Json | undefined): unknown {
  const held = (form.body[of.key] ?? {}) as Record<string, Json>;
  const machine = (form.body["translated"] ?? {}) as Record<string, string>;
  const tags = [...new Set([...form.languages, ...Object.keys(held)])];
  return html`<fieldset class="texts" ?disabled=${form.locked}><legend>${tell(of.label)}</legend><div class="side-by-side">${tags.map((tag) => html`
    <label class="field" lang=${language()}><span>${ownName(tag)}</span>
      <textarea rows=${of.lines ?? 1} lang=${tag} dir=${direction(tag)} maxlength="4000" data-path="${of.key}/${tag}" aria-invalid=${wrongHere(form, `${of.key}.${tag}`) ? "true" : nothing}
        .value=${live(read(held[tag]))} @input=${(event: Event) => form.set(`${of.key}/${tag}`, write(valueOf(event)))}></textarea>
      ${!held[tag] && machine[tag] && of.key === "text" ? html`<small>${tell("byMachine", { text: machine[tag] })}</small>` : nothing}
    </label>`)}</div>${said(form, of.key)}</fieldset>`;
}

function line(form: Form, of: Field, read = (value: Json | undefined): string => String(value ?? ""), write = (text: string): Json | undefined => text): unknown {
  return html`<label class="field"><span>${tell(of.label)}</span>
    <input type="text" data-path=${of.key} ?disabled=${form.locked || form.wordsOnly} aria-invalid=${wrongHere(form, of.key) ? "true" : nothing}
      .value=${of.type === "words" ? read(form.body[of.key]) : live(read(form.body[of.key]))} @change=${(event: Event) => form.set(of.key, write(valueOf(event)))} />
    ${of.hint ? html`<small>${tell(of.hint)}</small>` : nothing}${said(form, of.key)}</label>`;
}

function number(form: Form, of: Field): unknown {
  return html`<label class="field narrow"><span>${tell(of.label)}</span>
    <input type="number" step="any" data-path=${of.key} ?disabled=${form.locked || form.wordsOnly} .value=${live(String(form.body[of.key] ?? ""))}
      @change=${(event: Event) => { const given = (event.target as HTMLInputElement).valueAsNumber; form.set(of.key, Number.isNaN(given) ? undefined : given); }} />
    ${said(form, of.key)}</label>`;
}

function vector(form: Form, of: Field): unknown {
  const held = (form.body[of.key] ?? [0, 0, 0]) as number[];
  const change = (index: number, event: Event): void => {
    const given = (event.target as HTMLInputElement).valueAsNumber;
    if (!Number.isNaN(given)) form.set(of.key, held.map((each, at) => (at === index ? given : each)));
  };
  return html`<fieldset ?disabled=${form.locked || form.wordsOnly}><legend>${tell(of.label)}</legend><div class="row">${["x", "y", "z"].map((axis, index) => html`
    <label class="axis"><span>${axis}</span><input type="number" step="any" .value=${live(String(held[index] ?? 0))} @change=${(event: Event) => change(index, event)} /></label>`)}</div>${said(form, of.key)}</fieldset>`;
}

function check(form: Form, of: Field): unknown {
  return html`<label class="check"><input type="checkbox" ?disabled=${form.locked || form.wordsOnly} .checked=${live(form.body[of.key] === true)}
    @change=${(event: Event) => form.set(of.key, (event.target as HTMLInputElement).checked || undefined)} /><span>${tell(of.label)}</span></label>`;
}

function choice(form: Form, of: Field): unknown {
  return html`<label class="field narrow"><span>${tell(of.label)}</span><select ?disabled=${form.locked || form.wordsOnly} @change=${(event: Event) => form.set(of.key, valueOf(event))}>
    ${of.choices!.map((each) => html`<option value=${each} ?selected=${each === form.body[of.key]}>${each}</option>`)}</select></label>`;
}

function ref(form: Form, of: Field): unknown {
  return html`<label class="field"><span>${tell(of.label)}</span>${chooser(form, of.of!, String(form.body[of.key] ?? ""), (id) => form.set(of.key, id))}${said(form, of.key)}</label>`;
}

function cites(form: Form, of: Field): unknown {
  const held = (form.body[of.key] ?? []) as { source: string; locator?: string }[];
  const become = (next: readonly { source: string; locator?: string }[]): void => form.set(of.key, next as unknown as Json);
  const change = (index: number, part: Partial<{ source: string; locator: string }>): void => become(held.map((each, place) => (place === index ? { ...each, ...part } : each)));
  return html`<fieldset ?disabled=${form.locked || form.wordsOnly}><legend>${tell(of.label)}</legend>
    ${held.map((each, index) => html`<div class="row cite">
      <label class="grow"><span class="hidden">${tell("source")}</span>${chooser(form, "source", each.source, (id) => change(index, { source: id }))}</label>
      <label class="grow"><span class="hidden">${tell("locator")}</span><input type="text" placeholder=${tell("locator")} .value=${live(each.locator ?? "")} @change=${(event: Event) => change(index, { locator: valueOf(event) })} /></label>
      <button type="button" class="plain" @click=${() => become(held.filter((_, place) => place !== index))}>${tell("remove")}</button>
    </div>`)}
    ${said(form, of.key)}<label class="row"><span>${tell("addSource")}</span>${chooser(form, "source", "", (id) => { if (id) become([...held, { source: id }]); })}</label></fieldset>`;
}

function refs(form: Form, of: Field): unknown {
  const held = (form.body[of.key] ?? []) as string[];
  const move = (from: number, to: number): void => {
    const next = held.filter((_, place) => place !== from);
    next.splice(to, 0, held[from]!);
    form.set(of.key, next);
  };
  return html`<fieldset ?disabled=${form.locked || form.wordsOnly}><legend>${tell(of.label)}</legend>
    ${held.length > 0 ? html`<ol class="refs">${held.map((id, index) => html`<li><span>${called(form, of.of!, id)}</span>
      <button type="button" class="plain" ?disabled=${index === 0} aria-label="${tell("up")}: ${called(form, of.of!, id)}" @click=${() => move(index, index - 1)}>↑</button>
      <button type="button" class="plain" ?disabled=${index === held.length - 1} aria-label="${tell("down")}: ${called(form, of.of!, id)}" @click=${() => move(index, index + 1)}>↓</button>
      <button type="button" class="plain" aria-label="${tell("remove")}: ${called(form, of.of!, id)}" @click=${() => form.set(of.key, held.filter((each) => each !== id))}>×</button></li>`)}</ol>` : nothing}
    ${said(form, of.key)}<label class="row"><span>${tell("add")}</span>${chooser(form, of.of!, "", (id) => { if (id) form.set(of.key, [...held, id]); }, held)}</label></fieldset>`;
}

function chooser(form: Form, kind: Kind, chosen: string, choose: (id: string) => void, without: readonly string[] = []): unknown {
  const known = (form.known.get(kind) ?? []).filter(({ id }) => !without.includes(id));
  const change = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    choose(select.value);
    if (chosen === "") select.value = "";
  };
  return html`<select ?disabled=${form.locked || form.wordsOnly} @change=${change}><option value="" ?selected=${chosen === ""}>—</option>
    ${known.map(({ id, body }) => html`<option value=${id} ?selected=${id === chosen}>${short(nameOf(id, body, language()))}</option>`)}</select>`;
}

function called(form: Form, kind: Kind, id: string): string {
  const found = form.known.get(kind)?.find((each) => each.id === id);
  return found ? short(nameOf(id, found.body, language())) : id;
}

function said(form: Form, key: string): unknown {
  const text = wrongHere(form, key);
  return text ? html`<p class="wrong" role="alert">${text}</p>` : nothing;
}

function wrongHere(form: Form, key: string): string | undefined {
  return [...form.wrong].find(([path]) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`))?.[1];
}

function short(text: string): string {
  return text.length > 72 ? `${text.slice(0, 70)}…` : text;
}

function lines(text: string): Json | undefined {
  const found = text.split("\n").map((each) => each.trimStart());
  return found.some(Boolean) ? found : undefined;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
