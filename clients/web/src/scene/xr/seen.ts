import type { Comfort } from "../../comfort";
import type { Vector } from "../../wire.gen";
import { weigh } from "../weight";
import type { Weight } from "../weight";
import type { Leading } from "./escort";
import type { Headset } from "./headset";
import type { Shown } from "./picture";

/** What is going on in a headset, for tests; all places in scene space. */
export interface Seen {
  /** Why the guide waits, or null while it goes on. */
  held: "away" | "ended" | null;
  /** The page of the menu, or null, and what can be chosen on it. */
  menu: string | null;
  choices: { id: string; label: string; value: string; chosen: boolean; at: Vector }[];
  /** What is read on the menu, below what can be chosen. */
  read: string;
  /** What is read before the eyes. */
  caption: string;
  captionAt: Vector;
  /** The picture or the sound of what is told, or null. */
  picture: Shown | null;
  comfort: Comfort;
  /** How dark the edge of the picture is, 0 to 1. */
  vignette: number;
  /** Metres walked with the stick. */
  walked: number;
  aiming: boolean;
  /** Index into the steps of quality, and the frames a second that were asked for. */
  quality: number;
  rate: number | null;
  hands: { side: string; tracked: boolean }[];
  /** The headset's floor in the scene: where it lies and how far it is turned. */
  rig: { position: Vector; yaw: number };
  guide: { state: Leading; feet: Vector; next: string | null };
  lantern: { at: Vector; dark: number };
  weight: Weight;
}

/** Look at a headset. */
export function seen(headset: Headset): Seen {
  const { stage, menu, picture, going, house, escort, session, hands } = headset;
  return {
    held: headset.held,
    menu: menu.page,
    choices: menu.open ? menu.choices : [],
    read: menu.read,
    caption: stage.panel.shown,
    captionAt: stage.panel.mesh.position.toArray() as Vector,
    picture: picture.shown,
    comfort: house.comfort,
    vignette: going.vignette.strength,
    walked: going.walked,
    aiming: going.aiming,
    quality: headset.step,
    rate: session.rate,
    hands: hands.filter(({ here }) => here).map(({ side, tracked }) => ({ side, tracked })),
    rig: { position: stage.rig.position.toArray() as Vector, yaw: stage.rig.rotation.y },
    guide: { state: escort.state, feet: escort.figure.feet, next: house.following?.id ?? null },
    lantern: { at: stage.lantern.group.position.toArray() as Vector, dark: stage.lantern.dark },
    weight: weigh(stage.scene),
  };
}
