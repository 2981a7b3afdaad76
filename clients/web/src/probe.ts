import type { App } from "./app";
import type { Seen } from "./scene/xr/seen";
import type { Quaternion, Vector } from "./wire.gen";

/** What the page is doing, for tests and for the curious; reading it changes nothing but the peak of `rms`. */
export interface State {
  connected: boolean;
  visit: string;
  /** The stop of what the guide last turned to. */
  stop: string | null;
  utterance: string | null;
  captions: string[];
  /** Gaps in the middle of a sentence. */
  underruns: number;
  /** Loudest root mean square of the voice since the last reading. */
  rms: number;
  /** Level of detail that every visible model has reached; -1 before the first picture. */
  level: number;
  /** Models whose tiles fill the view, tiles drawn now, those on their way, those that failed, bytes kept, and the error in pixels that is aimed at. */
  tiles: { covering: number; visible: number; loading: number; failed: number; bytes: number; error: number };
  drawCalls: number;
  triangles: number;
  presenting: boolean;
  /** The head, metres in scene space. */
  position: Vector;
  /** Where the head looks: x, y, z, w. */
  orientation: Quaternion;
  /** Where one looks on a screen, radians. */
  facing: { yaw: number; pitch: number };
  /** Frames drawn in the headset in this session. */
  framesXR: number;
  /** What is going on in the headset; null before one was found. */
  headset: Seen | null;
}

declare global {
  interface Window {
    caravanserai: { state(): State; goto(stop: string): void; under(x: number, y: number): "ground" | "thing" | null };
  }
}

/** Put the read-only probe on the window. */
export function probe(app: App): void {
  window.caravanserai = Object.freeze({ state: () => read(app), goto: (stop: string) => app.goto(stop), under: (x: number, y: number) => under(app, x, y) });
}

/** What lies under a place on the screen, from -1 to 1, x to the right and y up. */
function under({ view }: App, x: number, y: number): "ground" | "thing" | null {
  const found = view?.pick(x, y) ?? null;
  return found === null ? null : "ground" in found ? "ground" : "thing";
}

function read({ visit, view, player, words, visitor }: App): State {
  return {
    connected: visit?.connected ?? false,
    visit: visit?.id ?? "",
    stop: visit?.encountered?.stop ?? null,
    utterance: visit?.guide.utterance?.utterance ?? null,
    captions: [...words.said],
    underruns: visit?.guide.underruns ?? 0,
    rms: player?.takePeak() ?? 0,
    level: view?.models?.level ?? -1,
    tiles: { ...(view?.models?.streaming ?? { covering: 0, visible: 0, loading: 0, failed: 0, bytes: 0 }), error: view?.detail.target ?? 0 },
    drawCalls: view?.drawCalls ?? 0,
    triangles: view?.triangles ?? 0,
    presenting: view?.xr.presenting ?? false,
    position: (view?.head ?? visitor.head).position,
    orientation: (view?.head ?? visitor.head).orientation,
    facing: { yaw: visitor.yaw, pitch: visitor.pitch },
    framesXR: view?.xr.frames ?? 0,
    headset: view?.xr.headset?.seen() ?? null,
  };
}
