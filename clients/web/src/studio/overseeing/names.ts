import { at, get } from "../api";
import { tell } from "./words";

export type Names = Readonly<Record<string, string>>;

/** What people are called by id: those of a site, or with an empty site all of the house; nobody where that is refused. */
export async function namesOf(site: string): Promise<Names> {
  try {
    if (site !== "") return (await get<{ names: Names }>(at(site, "names"))).names;
    const { people } = await get<{ people: { id: string; name: string }[] }>("/api/people");
    return Object.fromEntries(people.map(({ id, name }) => [id, name]));
  } catch {
    return {};
  }
}

/** Who did something, in words: an account by its name, a command by who gave it, the house, a visitor. */
export function called(who: string, names: Names): string {
  if (who === "") return "";
  if (who === "house" || who === "visitor") return tell(`who-${who}`);
  if (who.startsWith("command:")) return tell("byCommand", { name: who.slice("command:".length) });
  return names[who] ?? tell("gone", { id: who.slice(0, 6) });
}
