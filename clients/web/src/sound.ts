import { Clips } from "./audio/clips";
import { Player, playable } from "./audio/player";
import type { FromRing } from "./audio/protocol";
import { savePreferences } from "./preferences";
import type { Preferences } from "./preferences";

/** The guide's voice in this browser: what it can play, and how loud. */
export class Sound {
  player: Player | null = null;
  /** What this browser can play, best first; none where it cannot be heard. */
  codecs: string[] = [];
  /** What is played beside the voice because a visitor wants to hear it. */
  readonly clips = new Clips(() => this.loudness);
  /** The loudest that it may be, 0 to 1. */
  private cap = 1;

  constructor(private readonly preferences: Preferences, private readonly heard: (event: FromRing) => void) {}

  /** Open it, after the visitor's first gesture; says whether the voice can be heard. */
  async open(): Promise<boolean> {
    const codecs = await playable();
    if (codecs.length === 0) return false;
    try {
      const player = new Player(this.heard);
      await player.open();
      this.player = player;
      player.volume = this.loudness;
      this.codecs = codecs;
      return true;
    } catch {
      return false;
    }
  }

  /** How loud, from now on and the next time. */
  set(volume: number, muted: boolean): void {
    Object.assign(this.preferences, { volume, muted });
    savePreferences(this.preferences);
    this.turn();
  }

  /** Never be louder than this, from 0 to 1. */
  limit(cap: number): void {
    this.cap = cap;
    this.turn();
  }

  /** From 0 to 1, as it is heard. */
  get loudness(): number {
    return this.preferences.muted ? 0 : this.preferences.volume * this.cap;
  }

  private turn(): void {
    if (this.player !== null) this.player.volume = this.loudness;
    this.clips.turn();
  }
}
