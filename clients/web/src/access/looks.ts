/** How the page is to look and move, and how captions are shown. */
export interface Looks {
  /** Times the size that the browser gives letters. */
  text: number;
  contrast: "device" | "normal" | "more";
  motion: "device" | "full" | "less";
  captions: boolean;
  /** Times their own size. */
  captionSize: number;
  captionGround: "shade" | "solid";
  /** Say who speaks, and what sounds. */
  cues: boolean;
  /** A screen reader reads the captions aloud. */
  live: boolean;
}

export const SIZES = [1, 1.25, 1.5, 2] as const;

export const LOOKS: Readonly<Looks> = { text: 1, contrast: "device", motion: "device", captions: true, captionSize: 1, captionGround: "shade", cues: true, live: true };

const CHOICES: { [Field in keyof Looks]: readonly Looks[Field][] } = {
  text: SIZES, contrast: ["device", "normal", "more"], motion: ["device", "full", "less"], captions: [true, false],
  captionSize: SIZES, captionGround: ["shade", "solid"], cues: [true, false], live: [true, false],
};

let current: Looks = { ...LOOKS };
const listeners = new Set<(looks: Looks) => void>();

/** What was stored, field by field; anything else becomes what everybody has at first. */
export function looksFrom(stored: unknown): Looks {
  const found = (typeof stored === "object" && stored !== null ? stored : {}) as Record<string, unknown>;
  const known = Object.entries(CHOICES).filter(([field, choices]) => (choices as readonly unknown[]).includes(found[field]));
  return { ...LOOKS, ...Object.fromEntries(known.map(([field]) => [field, found[field]])) };
}

/** How things look now. */
export function looks(): Readonly<Looks> {
  return current;
}

/** Be told how things look, now and whenever it changes; what is returned ends it. */
export function onLooks(listener: (looks: Looks) => void): () => void {
  listeners.add(listener);
  listener(current);
  return () => void listeners.delete(listener);
}

/** Make the page look so. */
export function apply(wanted: Looks, root: HTMLElement = document.documentElement): void {
  current = wanted;
  root.style.setProperty("--text-size", String(wanted.text));
  root.style.setProperty("--caption-size", String(wanted.captionSize));
  Object.assign(root.dataset, { contrast: contrasted(wanted) ? "more" : "normal", motion: wanted.motion, captions: wanted.captions ? "on" : "off", ground: wanted.captionGround, cues: wanted.cues ? "on" : "off" });
  for (const listener of listeners) listener(wanted);
}

/** Whether everything should stand out: as the visitor wishes, else as the device says. */
export function contrasted({ contrast }: Looks): boolean {
  return contrast === "device" ? matchMedia("(prefers-contrast: more)").matches : contrast === "more";
}

/** Whether things should keep still: as the visitor wishes, else as the device says. */
export function still({ motion }: Looks): boolean {
  return motion === "device" ? matchMedia("(prefers-reduced-motion: reduce)").matches : motion === "less";
}
