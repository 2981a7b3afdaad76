import type { LanguageMap } from "./language";
import type { Quaternion, Vector } from "./wire.gen";

/** A site as the list of `/api/sites` shows it. */
export interface SiteCard {
  id: string;
  title: LanguageMap;
  summary: LanguageMap;
  languages: string[];
  /** Where the list comes from this device, without a network: the languages in which the place is kept. */
  kept?: readonly string[];
}

/** One file of a model; levels come lightest first. */
export interface Level {
  url: string;
  bytes: number;
  media_type: string;
  triangles: number;
  /** The same with KHR_draco_mesh_compression: smaller, and slower to unpack. */
  draco: { url: string; bytes: number } | null;
}

/** 3D Tiles 1.1 with glTF content, finer than any level; `bytes` of all tiles together. */
export interface Tileset {
  url: string;
  bytes: number;
  files: number;
}

export interface Model {
  id: string;
  role: "visible" | "walkable";
  position: Vector;
  orientation: Quaternion;
  scale: number;
  levels: Level[];
  tiles: Tileset | null;
}

export interface Annotation {
  id: string;
  label: LanguageMap;
  position: Vector;
  radius: number;
  part: string;
  media?: Media[];
}

/** A picture or a sound that belongs to an annotation. */
export interface Media {
  kind: "Image" | "Sound";
  url: string;
  media_type: string;
  title: LanguageMap;
  alt: LanguageMap;
  licence: string;
  holder: string;
  source: string;
}

export interface Stop {
  id: string;
  title: LanguageMap;
  /** Where the visitor's feet are, metres. */
  position: Vector;
  radius: number;
  annotation: string;
}

export interface Tour {
  id: string;
  title: LanguageMap;
  stops: string[];
  minutes: number;
  audience: string;
}

/** What the place sounds like, in a loop; without a position it is heard everywhere. */
export interface PlaceSound {
  id: string;
  kind: string;
  url: string;
  position: Vector | null;
  /** Metres beyond which it is not heard. */
  radius: number;
  volume: number;
}

export interface Site extends SiteCard {
  /** Of the languages that are told in translation: `reviewed` by a person, or `checked` by machine. */
  tiers: Record<string, "reviewed" | "checked">;
  /** What its facts are about, the commonest first. */
  themes: string[];
  rights: { licence: string; holder: string; statement: LanguageMap };
  scene: {
    id: string;
    background: string;
    sun: Vector;
    entrance: { position: Vector; orientation: Quaternion };
    models: Model[];
  };
  annotations: Annotation[];
  stops: Stop[];
  tours: Tour[];
  sounds?: PlaceSound[];
}

export interface Source {
  author: string;
  title: string;
  year: number;
  publisher: string;
  url: string;
  locator: string;
}

export interface Fact {
  text: string;
  disputed: boolean;
  sources: Source[];
}

export async function fetchSites(): Promise<SiteCard[]> {
  return (await json<{ sites: SiteCard[] }>("/api/sites")).sites;
}

export function fetchSite(id: string): Promise<Site> {
  return json<Site>(`/api/sites/${encodeURIComponent(id)}`);
}

/** Every fact of a site with its sources, in one language. */
export async function fetchFacts(site: string, language: string): Promise<Record<string, Fact>> {
  const query = new URLSearchParams({ language });
  return (await json<{ facts: Record<string, Fact> }>(`/api/sites/${encodeURIComponent(site)}/facts?${query}`)).facts;
}

/** Ask until an answer comes or nobody wants it any more; `onWait` is told before each wait. */
export async function insist<T>(ask: () => Promise<T>, wait: () => number, onWait: () => void, signal?: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (signal?.aborted) throw error;
      console.warn(error);
      onWait();
      await new Promise((go) => setTimeout(go, wait()));
    }
  }
}

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return (await response.json()) as T;
}
