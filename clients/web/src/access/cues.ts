import { PHRASES, say } from "../strings";
import type { Key } from "../strings";
import { byId } from "../ui/page";

const SHOWN_MS = 4_000;

/** Say, for who cannot hear it, that something sounds: `bell`, `wind`, `water`, …; what has no name is a sound. */
export function sounds(what: string): void {
  dispatchEvent(new CustomEvent("caravanserai:sounds", { detail: what }));
}

/** The line that names what sounds. */
export class Cues {
  private readonly line = byId("cue");
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    addEventListener("caravanserai:sounds", (event) => this.show(String((event as CustomEvent).detail)));
  }

  private show(what: string): void {
    const key = `cue-${what}`;
    this.line.textContent = `♪ ${say((PHRASES.has(key) ? key : "cue-sound") as Key)}`;
    this.line.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.line.hidden = true), SHOWN_MS);
  }
}
