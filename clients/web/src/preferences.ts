const KEY = "caravanserai.preferences";

/** All that this page ever stores: how loud, and in which language. */
export interface Preferences {
  language?: string;
  volume: number;
  muted: boolean;
}

const DEFAULTS: Preferences = { volume: 1, muted: false };

/** Read what was stored; anything unreadable counts as nothing. */
export function loadPreferences(storage: Pick<Storage, "getItem"> = localStorage): Preferences {
  try {
    const stored = JSON.parse(storage.getItem(KEY) ?? "{}") as Partial<Preferences>;
    const volume = typeof stored.volume === "number" && stored.volume >= 0 && stored.volume <= 1 ? stored.volume : 1;
    const kept: Preferences = { volume, muted: stored.muted === true };
    if (typeof stored.language === "string") kept.language = stored.language;
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
