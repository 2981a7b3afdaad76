import { ownName } from "../../language";
import type { Problem } from "../api";
import { language } from "../strings";
import { TABLES, tell } from "./words";
import type { Word } from "./words";

type Found = readonly [word: Word, fill: Record<string, string>];

/** How the server says what does not fit, and the word that says the same; groups of a pattern fill its blanks. */
const UNFIT: readonly (readonly [RegExp, Word])[] = [
  [/^no text in this language$/, "no-text"],
  [/^no name in this language$/, "no-name"],
  [/^no source$/, "no-source"],
  [/^there is no [\w ]+ ['"](?<name>.*)['"]$/, "no-such"],
  [/^no stops$/, "no-stops"],
  [/^(?:the file is not here|no files)$/, "no-file"],
  [/^no such site$/, "no-site"],
  [/^(?<length>\d+) characters, at most (?<most>\d+)$/, "too-long"],
  [/ is out of reach$/, "out-of-reach"],
  [/ is no radius$/, "no-radius"],
];

/**
 * What the server refused, in the words of the studio's language; empty where these have none for it.
 *
 * In English its own sentence says more, so that one is taken.
 */
export function refused(problem: Problem): string {
  const [word, fill] = language() === "en" ? [] : found(problem);
  return word === undefined ? "" : tell(word, fill);
}

function found({ status, members, field, detail }: Problem): Found | [] {
  const { denied, reason } = members;
  if (known(`denied-${String(denied)}`)) return [`denied-${String(denied)}` as Word, {}];
  if (typeof reason === "string" && known(reason)) return [reason as Word, { field: detail.split(":", 1)[0] ?? "" }];
  if (status === 413) return ["too-large", {}];
  return unfit(String(members["problem"] ?? ""), String(members["id"] ?? ""), field);
}

function unfit(said: string, id: string, field: string): Found | [] {
  for (const [pattern, word] of UNFIT) {
    const match = pattern.exec(said);
    if (match !== null) return [word, { where: id || field, language: spoken(field), ...match.groups }];
  }
  return [];
}

/** The language that a field such as `text.zh-Hans` is in, by its own name. */
function spoken(field: string): string {
  const tag = field.split(".").at(-1) ?? "";
  return tag === "" ? "" : ownName(tag);
}

function known(word: string): boolean {
  return word in TABLES.en;
}
