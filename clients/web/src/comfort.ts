/** How somebody likes to move, read and be led in a headset. */
export interface Comfort {
  /** What the stick of the other hand does: throw an arc as well, or walk. */
  walk: "teleport" | "smooth";
  turn: "snap" | "smooth";
  /** How far the edge of the picture grows dark while it moves: not at all, a little, much. */
  vignette: 0 | 1 | 2;
  /** Sitting: the eyes are lifted to a standing height. */
  seated: boolean;
  /** The hand that points and turns. */
  hand: "right" | "left";
  captions: boolean;
  captionSize: 0 | 1 | 2;
  /** Behind the captions: nearly opaque, or a breath of shade. */
  captionCard: boolean;
  /** The guide walks ahead to the next stop. */
  led: boolean;
  rumble: boolean;
}

export const COMFORT: Readonly<Comfort> = {
  walk: "teleport", turn: "snap", vignette: 2, seated: false, hand: "right", captions: true, captionSize: 1, captionCard: true, led: true, rumble: true,
};

const CHOICES: { [Field in keyof Comfort]: readonly Comfort[Field][] } = {
  walk: ["teleport", "smooth"], turn: ["snap", "smooth"], vignette: [0, 1, 2], seated: [false, true], hand: ["right", "left"],
  captions: [true, false], captionSize: [0, 1, 2], captionCard: [true, false], led: [true, false], rumble: [true, false],
};

/** What was stored, field by field; anything else becomes what everybody has at first. */
export function comfortFrom(stored: unknown): Comfort {
  const found = (typeof stored === "object" && stored !== null ? stored : {}) as Record<string, unknown>;
  const fields = Object.entries(CHOICES).map(([field, choices]) => {
    const known = (choices as readonly unknown[]).includes(found[field]);
    return [field, known ? found[field] : COMFORT[field as keyof Comfort]];
  });
  return Object.fromEntries(fields) as Comfort;
}

/** The choice after the one that holds. */
export function next<Field extends keyof Comfort>(comfort: Comfort, field: Field): Comfort[Field] {
  const choices = CHOICES[field];
  return choices[(choices.indexOf(comfort[field]) + 1) % choices.length]!;
}
