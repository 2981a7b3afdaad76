import { DESK_SECTIONS } from "./desk-sections";
import type { Role } from "./session";
import { LISTED, sectionOf } from "./sites/kinds";
import { tell } from "./sites/words";
import type { Word } from "./sites/words";
import { tell as tellSpace } from "./space/words";
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
  { path: "space", where: "site", title: () => tellSpace("space"), roles: [], tag: "studio-space", load: () => import("./space/space") },
  { path: "about", where: "site", title: () => tell("about"), roles: [], tag: "studio-about", load: () => import("./sites/about") },
  ...LISTED.map((kind): SectionEntry => (
    { path: sectionOf(kind), where: "site", title: () => tell(sectionOf(kind) as Word), roles: [], tag: `studio-${sectionOf(kind)}`, load: () => import("./sites/records") }
  )),
  { path: "translations", where: "site", title: () => tell("translations"), roles: [], tag: "studio-translations", load: () => import("./sites/translations") },
  { path: "attention", where: "site", title: () => tell("attention"), roles: [], tag: "studio-attention", load: () => import("./sites/attention") },
  { path: "bring", where: "site", title: () => say("bringScan"), roles: ["curator"], tag: "studio-bring", load: () => import("./bring/bring") },
  { path: "exchange", where: "site", title: () => say("exchange"), roles: ["curator", "operator"], tag: "studio-exchange", load: () => import("./bring/exchange") },
  ...DESK_SECTIONS,
  { path: "new", where: "house", title: () => say("newSite"), roles: ["curator", "operator"], tag: "studio-new-site", load: () => import("./bring/new-site") },
  { path: "account", where: "house", title: () => tell("account"), roles: [], tag: "studio-account", load: () => import("./account/account") },
];
