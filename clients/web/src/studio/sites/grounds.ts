import { at, get, Problem } from "../api";
import type { Ground } from "./plan";
import type { Bounds, Point } from "./planning";

interface Described {
  scene: { entrance: { position: readonly number[] } };
  pictures?: { kind: string; url: string; bounds: Bounds | null }[];
}

/** The plan of a site and where one enters it; the site as it is written, else as visitors have it. */
export async function groundOf(site: string): Promise<{ ground: Ground | undefined; entrance: Point | undefined }> {
  const told = (await described(at(site, "draft"))) ?? (await described(at(site)));
  const plan = told?.pictures?.find(({ kind, bounds }) => kind === "plan" && bounds !== null);
  const [x, , z] = told?.scene.entrance.position ?? [];
  return {
    ground: plan?.bounds ? { url: plan.url, bounds: plan.bounds } : undefined,
    entrance: x === undefined || z === undefined ? undefined : [x, z],
  };
}

async function described(path: string): Promise<Described | undefined> {
  try {
    return await get<Described>(path);
  } catch (problem) {
    if (problem instanceof Problem) return undefined;
    throw problem;
  }
}
