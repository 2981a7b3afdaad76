import { looksFrom } from "./access/looks";
import type { Looks } from "./access/looks";
import { comfortFrom } from "./comfort";
import type { Comfort } from "./comfort";

const KEY = "caravanserai.preferences";

/** All that this page ever stores: how loud, in which language, and how it should look. */
export interface Preferences {
  /** BCP 47 tag of the guide, once it was chosen. */
  language?: string;
  /** BCP 47 tag of the page, where it is not to be the guide’s. */
  page?: string;
  volume: number;
  muted: boolean;
  /** How loud the place is beside the guide, 0 to 1. */
  ambience?: number;
  comfort?: Comfort;
  looks?: Looks;
  /** How much may be fetched; nothing: as the line is. */
  data?: "light" | "full";
  /** How the guide is heard; nothing: as the line is. */
  voice?: "thrifty" | "none";
}

const DEFAULTS: Preferences = { volume: 1, muted: false };

/** Read what was stored; anything unreadable counts as nothing. */
export function loadPreferences(storage: Pick<Storage, "getItem"> = localStorage): Preferences {
  try {
    const stored = JSON.parse(storage.getItem(KEY) ?? "{}") as Partial<Preferences>;
    const volume = typeof stored.volume === "number" && stored.volume >= 0 && stored.volume <= 1 ? stored.volume : 1;
    const kept: Preferences = { volume, muted: stored.muted === true };
    if (typeof stored.language === "string") kept.language = stored.language;
    if (typeof stored.page === "string") kept.page = stored.page;
    if (typeof stored.ambience === "number" && stored.ambience >= 0 && stored.ambience <= 1) kept.ambience = stored.ambience;
    if (stored.comfort !== undefined) kept.comfort = comfortFrom(stored.comfort);
    if (stored.looks !== undefined) kept.looks = looksFrom(stored.looks);
    if (stored.data === "light" || stored.data === "full") kept.data = stored.data;
    if (stored.voice === "thrifty" || stored.voice === "none") kept.voice = stored.voice;
    return kept;
  } catch {
    return { ...DEFAULTS };
  }
}

export function savePreferences(preferences: Preferences, storage: Pick<Storage, "setItem"> = localStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage may be refused (private windows); the visit goes on.
  }
}
