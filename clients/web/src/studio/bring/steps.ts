/** The way of a scan into a place, as people watch it. */

export const STEPS = ["check", "read", "repair", "derive", "pictures", "ground", "keep"] as const;
export type Step = (typeof STEPS)[number];

const OF: Record<string, Step> = {
  "laying out": "check", "looking at the files": "check", "taken in": "keep", unpack: "check", guard: "check", kind: "check", validate: "check", read: "read", draft: "read", repair: "repair", shade: "derive", derive: "derive",
  levels: "derive", simplify: "derive", textures: "derive", ktx2: "derive", compress: "derive", tiles: "derive", points: "derive", pictures: "pictures",
  turntable: "pictures", before: "pictures", ground: "ground", records: "keep", keep: "keep", done: "keep",
};

/** Which step a stage of the server is, such as `venus: derive`; undefined for one that is not known here. */
export function stepOf(stage: string): Step | undefined {
  return OF[stage.split(":").at(-1)!.trim().toLowerCase()];
}

/** Which of several scans the stage is about; empty where it does not say. */
export function thingOf(stage: string): string {
  return stage.includes(":") ? stage.slice(0, stage.lastIndexOf(":")).trim() : "";
}
