import { DESK_SECTIONS } from "./desk-sections";
import type { Role } from "./session";
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
  ...DESK_SECTIONS,
];
