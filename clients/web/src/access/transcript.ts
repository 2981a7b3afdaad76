import type { Fact } from "../site";

/** One sentence of a visit. */
export interface Line {
  /** Milliseconds since the visit began. */
  at: number;
  speaker: string;
  text: string;
  /** BCP 47 tag. */
  language: string;
  /** What must be said of it: that a machine wrote it, that it is imagined. */
  marks: readonly string[];
  facts: readonly string[];
}

/** What a transcript says of itself, in the page's language. */
export interface Heading {
  title: string;
  note: string;
  sources: string;
  language: string;
  direction: "ltr" | "rtl";
}

type Facts = Readonly<Record<string, Fact>>;

/** Milliseconds a last sentence is thought to last. */
const LAST_MS = 6_000;

/** As plain text: a line for each sentence, the sources at its end. */
export function asText(lines: readonly Line[], facts: Facts, { title, note, sources }: Heading): string {
  const said = lines.map((line) => folded([`[${clock(line.at).slice(0, 8)}] ${line.speaker}: ${line.text}`, ...line.marks.map((mark) => `(${mark})`)].join(" ")));
  const cited = citations(lines, facts);
  return [title, note, "", ...said, ...(cited.length > 0 ? ["", sources, ...cited.map((each) => `- ${each}`)] : []), ""].join("\n");
}

/** As WebVTT, with the speaker as a voice span; a blank line or an arrow in a sentence would end its cue. */
export function asSubtitles(lines: readonly Line[], { title, note }: Heading): string {
  const cues = lines.map((line, index) => {
    const end = Math.max(line.at + 500, lines[index + 1]?.at ?? line.at + LAST_MS);
    const marks = line.marks.length > 0 ? ` (${line.marks.join(", ")})` : "";
    return `${index + 1}\n${clock(line.at)} --> ${clock(end)}\n<v ${plain(folded(line.speaker))}>${plain(folded(line.text + marks))}`;
  });
  return `${[`WEBVTT ${plain(folded(title))}`, `NOTE ${plain(folded(note))}`, ...cues].join("\n\n")}\n`;
}

/** As a page of its own, without script, sources under each sentence. */
export function asPage(lines: readonly Line[], facts: Facts, heading: Heading): string {
  const { title, note, language, direction } = heading;
  const said = lines.map((line) => `<li><p lang="${safe(line.language)}" dir="auto"><b>${safe(line.speaker)}</b> ${safe(line.text)}</p>${marked(line)}${sourced(line, facts)}</li>`);
  return `<!doctype html>
<html lang="${safe(language)}" dir="${direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(title)}</title>
<style>body{font:1.1rem/1.6 Georgia,"Noto Serif",serif;max-width:42rem;margin:2rem auto;padding:0 1rem}ol{list-style:none;padding:0}small,mark{font-size:.85rem}mark{background:#f6e3bd}time{color:#666}</style>
<h1>${safe(title)}</h1><p>${safe(note)}</p><ol>${said.join("\n")}</ol></html>
`;
}

function marked({ at, marks }: Line): string {
  return `<p><time>${clock(at).slice(0, 8)}</time> ${marks.map((mark) => `<mark>${safe(mark)}</mark>`).join(" ")}</p>`;
}

function sourced({ facts: ids }: Line, facts: Facts): string {
  const cited = [...new Set(ids.flatMap((id) => facts[id]?.sources ?? []).map(cite))];
  return cited.length === 0 ? "" : `<ul>${cited.map((each) => `<li><small>${safe(each)}</small></li>`).join("")}</ul>`;
}

function citations(lines: readonly Line[], facts: Facts): string[] {
  return [...new Set(lines.flatMap((line) => line.facts).flatMap((id) => facts[id]?.sources ?? []).map(cite))];
}

function cite({ author, title, publisher, year, locator, url }: Fact["sources"][number]): string {
  return [author, title, publisher, String(year), locator, url].filter(Boolean).join(", ");
}

/** Hours, minutes, seconds and milliseconds, as WebVTT writes them. */
function clock(ms: number): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, "0");
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(Math.floor(ms % 1000)).padStart(3, "0")}`;
}

/** On one line. */
function folded(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function plain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function safe(text: string): string {
  return plain(text).replaceAll('"', "&quot;");
}
