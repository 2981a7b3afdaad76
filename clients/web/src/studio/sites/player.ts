import { at, lines, made } from "../api";
import type { Audience, Heard, Thing } from "./hearing";

/** How much of what was said is fetched as sound before it is played. */
const AHEAD = 2;

export interface Line extends Heard {
  /** What it is about. */
  thing: Thing;
}

/** What a player tells of itself. */
export interface Listener {
  said: (line: Line) => void;
  /** The place of the line that is heard now. */
  playing: (index: number | undefined) => void;
  /** The last line of a thing: the language it was told in. */
  ended: (last: Heard, thing: Thing) => void;
}

/** Tells things one after another as visitors are told them, and plays each sentence in its turn. */
export class Player {
  private readonly audio = new Audio();
  private readonly stopped = new AbortController();
  private readonly said: Line[] = [];
  private readonly sounds: Promise<string | undefined>[] = [];
  private whole = false;
  private more: () => void = () => undefined;

  constructor(private readonly site: string, private readonly listener: Listener, private readonly sound: boolean) {}

  /** Raises `Problem`, and nothing where it was stopped. */
  async tell(things: readonly Thing[], language: string, audience: Audience, country: string): Promise<void> {
    const played = this.sound ? this.play() : Promise.resolve();
    try {
      const told: string[] = [];
      for (const thing of things) {
        const wanted = { thing: thing.thing, id: thing.id, language, audience, country, told: told.slice(-500) };
        for await (const heard of lines<Heard>(at(this.site, "hear"), wanted, this.stopped.signal)) {
          if (heard.ended) {
            this.listener.ended(heard, thing);
            continue;
          }
          told.push(...heard.facts.filter((fact) => !told.includes(fact)));
          this.take({ ...heard, thing });
        }
      }
      this.whole = true;
      this.more();
      await played;
    } catch (problem) {
      if (!this.stopped.signal.aborted) throw problem;
    } finally {
      this.stop();
    }
  }

  stop(): void {
    this.stopped.abort();
    this.whole = true;
    this.audio.pause();
    this.more();
    this.listener.playing(undefined);
  }

  private take(line: Line): void {
    this.said.push(line);
    this.listener.said(line);
    this.more();
  }

  private async play(): Promise<void> {
    for (let index = 0; !this.stopped.signal.aborted; index++) {
      while (index >= this.said.length && !this.whole) await new Promise<void>((resolve) => { this.more = resolve; });
      if (index >= this.said.length || this.stopped.signal.aborted) return;
      for (let next = index; next < Math.min(index + AHEAD, this.said.length); next++) this.sounds[next] ??= this.fetched(this.said[next]!);
      const source = await this.sounds[index];
      if (this.stopped.signal.aborted) return;
      this.listener.playing(index);
      if (source !== undefined) await this.hear(source);
    }
  }

  private async hear(source: string): Promise<void> {
    this.audio.src = source;
    const over = new Promise<void>((resolve) => {
      this.audio.onended = this.audio.onpause = this.audio.onerror = () => resolve();
    });
    await this.audio.play().then(() => over, () => undefined);
    URL.revokeObjectURL(source);
  }

  /** The address of a sentence's sound; undefined where no voice speaks it, so that it is only read. */
  private async fetched({ text, language }: Line): Promise<string | undefined> {
    try {
      return URL.createObjectURL(await made(at(this.site, "hear", "sound"), { language, text }, this.stopped.signal));
    } catch {
      return undefined;
    }
  }
}
