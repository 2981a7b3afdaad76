import { DESK_SECTIONS } from "./desk-sections";
import type { Role } from "./session";
import { tell } from "./sites/words";
import { say } from "./strings";

/** A page of the studio, loaded when it is first opened. */
export interface SectionEntry {
  /** In the address; `where` says whether behind a site or alone. */
  path: string;
  where: "site" | "house";
  title: () => string;
  /** Who finds it in the menu; empty for everybody who works here. */
  roles: readonly Role[];
  /** The element, which is a `Section`. */
  tag: string;
  load: () => Promise<unknown>;
}

export const SECTIONS: readonly SectionEntry[] = [
  { path: "", where: "site", title: () => say("overview"), roles: [], tag: "studio-overview", load: () => import("./sites/overview") },
  ...(["fact", "annotation", "stop", "tour", "source", "term"] as const).map((kind): SectionEntry => (
    { path: `${kind}s`, where: "site", title: () => tell(`${kind}s`), roles: [], tag: `studio-${kind}s`, load: () => import("./sites/records") }
  )),
  ...DESK_SECTIONS,
  { path: "account", where: "house", title: () => tell("account"), roles: [], tag: "studio-account", load: () => import("./sites/account") },
];
