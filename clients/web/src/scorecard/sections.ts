import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { bar } from "./bars";
import { HANDS } from "./card";
import type { Hand, Scorecard, Speaker } from "./card";
import { amount, named, percent, say, tongues } from "./words";

/** Which models and voices speak, hear, read and translate. */
export function who({ speakers }: Scorecard): TemplateResult {
  return html`<section aria-labelledby="who"><h2 id="who">${say("who")}</h2><p>${say("whoWhy")}</p>
    ${speakers.some(({ role }) => role !== "translating") ? nothing : html`<p>${say("nobody")}</p>`}
    <ul class="speakers">${speakers.map(speaker)}</ul></section>`;
}

function speaker(each: Speaker): TemplateResult {
  const here = each.role !== "translating";
  return html`<li><p class="role">${say(`role-${each.role}`)}</p>
    <p class="name"><bdi>${each.name}</bdi></p>${each.maker ? html`<p class="quiet"><bdi>${each.maker}</bdi></p>` : nothing}
    <dl>${here ? html`<div><dt>${say("licence")}</dt><dd><bdi>${each.licence || say("licenceNone")}</bdi></dd></div>` : nothing}
      ${each.role === "reading" ? nothing : html`<div><dt>${say("languages")}</dt><dd>${each.languages.length === 0 ? say("languagesUnknown") : tongues(each.languages)}</dd></div>`}</dl>
    ${here ? html`<p><span class=${each.online ? "mark warn" : "mark good"}>${say(each.online ? "online" : "local")}</span></p>` : nothing}</li>`;
}

/** How much of what is told people wrote; languages of which the same is true stand together. */
export function written(card: Scorecard): TemplateResult {
  const hands = HANDS.filter((hand) => hand !== "live") as Exclude<Hand, "live">[];
  const whole = (row: Scorecard["written"][number]): number => row.people + row.reviewed + row.translated;
  const groups = together(card.written, (row) => hands.map((hand) => percent(row[hand], whole(row))).join());
  return html`<section aria-labelledby="written"><h2 id="written">${say("written")}</h2><p>${say("writtenWhy")}</p>
    <ul class="groups">${groups.map((rows) => {
      const parts = hands.map((hand) => ({ name: hand, many: rows.reduce((sum, row) => sum + row[hand], 0) }));
      const all = parts.reduce((sum, { many }) => sum + many, 0);
      return html`<li>${heading(rows)}${bar(parts, all)}<p class="parts">${parts.filter(({ many }) => many > 0).map(({ name, many }) => html`<span><span class="swatch ${name}"></span><strong>${percent(many, all)}</strong> ${say(`hand-${name}`)}</span>`)}</p>
        <p class="quiet">${say("sentences", { n: all })}</p></li>`;
    })}</ul>
    ${heard(card)}</section>`;
}

function heading(rows: readonly { language: string }[]): TemplateResult {
  return html`<h3>${tongues(rows.map(({ language: tag }) => tag))}</h3>`;
}

/** Rows of which the same is said, together, in the order of the first of each. */
function together<Row>(rows: readonly Row[], said: (row: Row) => string): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(said(row), [...(found.get(said(row)) ?? []), row]);
  return [...found.values()];
}

function heard({ told, fewest }: Scorecard): TemplateResult {
  const whole = told === null ? 0 : HANDS.reduce((sum, hand) => sum + told[hand], 0);
  return html`<h3>${say("told")}</h3>${told === null ? html`<p>${say("toldFew", { fewest })}</p>` : html`<p>${say("toldWhy")}</p>
    ${bar(HANDS.map((hand) => ({ name: hand, many: told[hand] })), whole)}
    <dl class="measures">${HANDS.map((hand) => html`<div><dt><span class="swatch ${hand}"></span>${say(`hand-${hand}`)}</dt><dd><strong>${percent(told[hand], whole)}</strong></dd></div>`)}</dl>
    <p class="quiet">${say("sentences", { n: whole })}</p>`}`;
}

/** How far each language is reviewed. */
export function reviewed({ review }: Scorecard): TemplateResult {
  const groups = together(review, (row) => [row.approved, row.waiting, row.stale].join());
  return html`<section aria-labelledby="review"><h2 id="review">${say("review")}</h2><p>${say("reviewWhy", { stops: review[0]?.stops ?? 0 })}</p>
    <ul class="groups">${groups.map((rows) => {
      const row = rows[0]!;
      const rest = [["reviewWaiting", row.waiting], ["reviewStale", row.stale]] as const;
      return html`<li>${heading(rows)}${bar([{ name: "people", many: row.approved }], row.stops)}
        <p class="parts"><span><strong>${say("ofStops", { met: row.approved, of: row.stops })}</strong> ${say("reviewApproved")}</span>${rest.filter(([, many]) => many > 0).map(([name, many]) => html`<span><strong>${amount(many)}</strong> ${say(name)}</span>`)}</p></li>`;
    })}</ul></section>`;
}

/** What is open to doubt. */
export function flags({ flags: found, fewest }: Scorecard): TemplateResult {
  const rows = [["doubted", found.doubted], ["readAgain", found.read_again], ["foundWrong", found.found_wrong], ["stale", found.stale], ["withoutSource", found.without_source]] as const;
  return html`<section aria-labelledby="flags"><h2 id="flags">${say("flags")}</h2>
    <dl class="measures">${rows.map(([name, many]) => html`<div><dt>${say(name)}</dt><dd><strong>${count(many, fewest)}</strong></dd></div>`)}</dl></section>`;
}

/** What is kept of visitors, and for how long. */
export function kept({ kept: found, fewest }: Scorecard): TemplateResult {
  return html`<section aria-labelledby="kept"><h2 id="kept">${say("kept")}</h2><p>${say("keptWhy")}</p>
    <dl class="measures">${Object.entries(found.days).map(([kind, days]) => html`<div><dt>${named("days", kind)}</dt><dd><strong>${say("forDays", { n: days })}</strong></dd></div>`)}</dl>
    <h3>${say("agreed")}</h3>
    <dl class="measures">${Object.entries(found.agreed).map(([purpose, many]) => html`<div><dt>${named("purpose", purpose)}</dt><dd><strong>${count(many, fewest)}</strong></dd></div>`)}
      <div><dt>${say("sharings")}</dt><dd><strong>${count(found.sharings, fewest)}</strong></dd></div></dl></section>`;
}

function count(many: number | null, fewest: number): string {
  if (many === null) return say("few", { fewest });
  return many === 0 ? say("none") : amount(many);
}
