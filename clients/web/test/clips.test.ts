import { beforeEach, describe, expect, it, vi } from "vitest";
import { Clips } from "../src/audio/clips";
import type { ClipPlayer } from "../src/audio/clips";
import { Sound } from "../src/sound";

/** An audio element, as far as it is used. */
class Player extends EventTarget implements ClipPlayer {
  preload: ClipPlayer["preload"] = "auto";
  paused = true;
  private loud = 1;

  get volume(): number {
    return this.loud;
  }

  set volume(loud: number) {
    const changed = loud !== this.loud;
    this.loud = loud;
    if (changed) this.dispatchEvent(new Event("volumechange"));
  }

  play(): void {
    this.paused = false;
    this.dispatchEvent(new Event("play"));
  }

  pause = (): void => void (this.paused = true);
}

let named: string[];

beforeEach(() => {
  named = [];
  vi.stubGlobal("localStorage", { setItem: () => undefined });
  vi.stubGlobal("dispatchEvent", (event: CustomEvent) => named.push(String(event.detail)));
});

describe("the sounds of what is told", () => {
  it("are as loud as the visitor wants, and never louder than the house does", () => {
    const sound = new Sound({ volume: 0.8, muted: false }, () => undefined);
    const player = sound.clips.join(new Player());
    expect([player.volume, player.preload], "nothing is fetched ahead").toEqual([0.8, "none"]);
    sound.limit(0.5);
    expect(player.volume).toBeCloseTo(0.4);
    player.volume = 1;
    expect(player.volume, "by the player's own control").toBeCloseTo(0.4);
    player.volume = 0.1;
    expect(player.volume, "softer may it be").toBe(0.1);
    sound.set(0.8, true);
    expect(player.volume).toBe(0);
  });

  it("are played one at a time, and named to who does not hear them", () => {
    const clips = new Clips(() => 1);
    const [first, second] = [clips.join(new Player()), clips.join(new Player())];
    first.play();
    second.play();
    expect([first.paused, second.paused, clips.playing]).toEqual([true, false, true]);
    expect(named).toEqual(["sound", "sound"]);
  });

  it("fall silent together", () => {
    const clips = new Clips(() => 1);
    const player = clips.join(new Player());
    player.play();
    clips.hush();
    expect([player.paused, clips.playing]).toEqual([true, false]);
  });
});
