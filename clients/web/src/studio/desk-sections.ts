import { tell } from "./overseeing/words";
import { phrase } from "./phrases";
import type { SectionEntry } from "./sections";

/** The sections of those who read, prepare, keep the house and look after it. */
export const DESK_SECTIONS: readonly SectionEntry[] = [
  { path: "review", where: "site", title: () => phrase("review"), roles: ["reviewer"], tag: "review-desk", load: () => import("./review/desk") },
  { path: "takes", where: "site", title: () => tell("takes"), roles: [], tag: "studio-takes", load: () => import("./overseeing/takes") },
  { path: "heard", where: "site", title: () => phrase("heardDoubted"), roles: ["reviewer", "curator"], tag: "heard-desk", load: () => import("./review/heard") },
  { path: "prepare", where: "site", title: () => phrase("prepare"), roles: ["curator", "operator", "reviewer"], tag: "studio-prepare", load: () => import("./jobs/prepare") },
  { path: "findings", where: "site", title: () => phrase("findings"), roles: ["reviewer", "curator", "operator"], tag: "studio-findings", load: () => import("./figures/findings") },
  { path: "visitors", where: "site", title: () => phrase("visitors"), roles: ["curator", "operator"], tag: "studio-visitors", load: () => import("./figures/visitors") },
  { path: "sharings", where: "site", title: () => phrase("sharings"), roles: ["curator", "operator"], tag: "studio-sharings", load: () => import("./privacy/sharings") },
  { path: "people", where: "site", title: () => phrase("people"), roles: ["operator"], tag: "studio-people", load: () => import("./people/people") },
  { path: "rules", where: "site", title: () => tell("rules"), roles: ["operator", "reviewer"], tag: "studio-rules", load: () => import("./overseeing/rules") },
  { path: "audit", where: "site", title: () => phrase("audit"), roles: ["operator"], tag: "studio-audit", load: () => import("./audit/audit") },
  { path: "people", where: "house", title: () => phrase("people"), roles: ["operator"], tag: "studio-people", load: () => import("./people/people") },
  { path: "audit", where: "house", title: () => phrase("audit"), roles: ["operator"], tag: "studio-audit", load: () => import("./audit/audit") },
  { path: "report", where: "house", title: () => tell("report"), roles: ["operator"], tag: "studio-report", load: () => import("./overseeing/report") },
  { path: "privacy", where: "house", title: () => phrase("privacy"), roles: ["operator"], tag: "studio-privacy", load: () => import("./privacy/privacy") },
];
