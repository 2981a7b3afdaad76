import type { Level, Model, Site } from "../site";

/** A file and how large it is, as far as anybody says. */
export interface Wanted {
  url: string;
  bytes: number;
}

/** What to keep of a site's models: what the page has fetched of them, and at least the lightest level of everything. */
export function filesOf(site: Site, fetched: ReadonlySet<string>): Wanted[] {
  return site.scene.models.flatMap(({ levels }) =>
    levels.flatMap((level, number) => {
      const file = [level.draco, level].find((each) => each !== null && fetched.has(each.url)) ?? (number === 0 ? level : null);
      return file === null ? [] : [{ url: file.url, bytes: file.bytes }];
    }),
  );
}

/** Pictures and sounds of what is told. */
export function mediaOf(site: Site): string[] {
  return [...new Set(site.annotations.flatMap(({ media }) => (media ?? []).map(({ url }) => url)))];
}

/** The same site, naming only what is kept: a page without a network asks for nothing else. */
export function reduced(site: Site, kept: ReadonlySet<string>): Site {
  const models = site.scene.models.map((model): Model => ({ ...model, tiles: null, levels: model.levels.flatMap((level) => levelOf(level, kept)) }));
  const annotations = site.annotations.map((each) => (each.media === undefined ? each : { ...each, media: each.media.filter(({ url }) => kept.has(url)) }));
  return { ...site, scene: { ...site.scene, models: models.filter(({ levels }) => levels.length > 0) }, annotations };
}

function levelOf(level: Level, kept: ReadonlySet<string>): Level[] {
  const { draco } = level;
  if (kept.has(level.url)) return [{ ...level, draco: null }];
  return draco !== null && kept.has(draco.url) ? [{ ...level, ...draco, draco: null }] : [];
}
