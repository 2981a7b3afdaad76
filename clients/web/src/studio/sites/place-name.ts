import { ownName } from "../../language";
import { amount } from "../strings";
import { FIELDS } from "./kinds";
import type { Kind } from "./kinds";
import { tell } from "./words";

/** What people call the place of a JSON Pointer: `/text/it` → What can be told · Italiano. */
export function placeName(kind: Kind, pointer: string, languages: readonly string[]): string {
  const [key = "", ...rest] = pointer.slice(1).split("/");
  const of = FIELDS[kind].find((each) => each.key === key);
  return [of ? tell(of.label) : key, ...rest.map((each) => part(key, each, languages))].join(" · ");
}

function part(key: string, each: string, languages: readonly string[]): string {
  if (languages.includes(each)) return ownName(each);
  if (key !== "media") return each;
  if (/^\d+$/.test(each)) return amount(Number(each) + 1);
  return each === "title" ? tell("mediaTitle") : each === "alt" ? tell("mediaAlt") : each;
}
