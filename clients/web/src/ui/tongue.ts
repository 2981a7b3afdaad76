import { ownName } from "../language";
import { say } from "../strings";

/** A language to choose, by its own name: it says so where a machine translated it, and where it is `away`, only to be had with a network. */
export function tongue(tag: string, machine: boolean, away: boolean): HTMLOptionElement {
  const made = new Option([ownName(tag), machine ? "AI" : "", away ? say("offlineTongue") : ""].filter(Boolean).join(" · "), tag);
  made.lang = tag;
  made.disabled = away;
  return made;
}
