import { sounds } from "../access/cues";

/** The part of an audio element that is used here. */
export type ClipPlayer = Pick<HTMLAudioElement, "volume" | "paused" | "preload" | "addEventListener" | "pause">;

/** The sounds that belong to what is told, wherever they are played: one at a time, and never louder than the guide may be. */
export class Clips {
  private readonly players: ClipPlayer[] = [];

  constructor(private readonly loudness: () => number) {}

  /** Look after a player from now on; nothing is fetched for it before it is played. */
  join<Player extends ClipPlayer>(player: Player): Player {
    player.preload = "none";
    player.volume = this.loudness();
    player.addEventListener("volumechange", () => {
      if (player.volume > this.loudness()) player.volume = this.loudness();
    });
    player.addEventListener("play", () => {
      for (const other of this.players) if (other !== player) other.pause();
      sounds("sound");
    });
    this.players.push(player);
    return player;
  }

  /** What is heard may be louder, or softer, from now on. */
  turn(): void {
    for (const player of this.players) player.volume = this.loudness();
  }

  get playing(): boolean {
    return this.players.some(({ paused }) => !paused);
  }

  /** Be silent: somebody speaks, or goes. */
  hush(): void {
    for (const player of this.players) if (!player.paused) player.pause();
  }
}
