import { CaptionClock } from "./caption-clock";
import type { FromRing } from "./audio/protocol";
import type { ServerFrame } from "./frames";
import type { Caption, SpeechChunk, UtteranceEnded, UtteranceStarted } from "./wire.gen";

/** Milliseconds a last caption stays to be read. */
const LINGER_MS = 5_000;

/** What the guide needs from a loudspeaker. */
export interface Loudspeaker {
  readonly running: boolean;
  chunk(chunk: SpeechChunk): void;
  finish(utterance: string): void;
  drop(utterance: string): void;
}

export interface Listener {
  /** A caption's time has come. */
  show(caption: Caption, utterance: UtteranceStarted): void;
  /** Nothing is being said any more. */
  clear(): void;
}

interface Telling {
  started: UtteranceStarted;
  clock: CaptionClock;
}

/** What the guide is saying: utterances in their order, their sound and their captions on one clock. */
export class Guide {
  /** Gaps in the middle of a sentence. */
  underruns = 0;
  private readonly tellings: Telling[] = [];
  private readonly speaker: () => Loudspeaker | null;
  private clearAt: number | null = null;
  private last = 0;

  constructor(speaker: () => Loudspeaker | null, private readonly listener: Listener) {
    this.speaker = speaker;
  }

  /** The utterance that is being told, or null. */
  get utterance(): UtteranceStarted | null {
    return this.tellings[0]?.started ?? null;
  }

  /** Take what the server says; messages that are not the guide's words are left alone. */
  take([name, fields]: ServerFrame, now: number): void {
    if (name === "utterance-started") this.started(fields, now);
    else if (name === "caption") this.telling(fields.utterance)?.clock.add(fields);
    else if (name === "speech-chunk") this.chunk(fields);
    else if (name === "utterance-ended") this.ended(fields);
    this.tick(now);
  }

  /** News from the audio thread. */
  heard(event: FromRing, now: number): void {
    const clock = this.telling(event.utterance)?.clock;
    if (clock === undefined) return;
    clock.heard(event.ms);
    if (event.kind === "drained") clock.drain();
    if (event.kind === "dry" && !clock.pauseAt(event.ms)) this.underruns += 1;
    this.tick(now);
  }

  /** Let time pass: show what is due, forget what is over. `now` is in milliseconds. */
  tick(now: number): void {
    const asleep = this.speaker()?.running === false;
    if (asleep) this.tellings[0]?.clock.carry(now - this.last);
    this.last = now;
    for (let head = this.tellings[0]; head !== undefined; head = this.tellings[0]) {
      for (const caption of head.clock.due(now)) this.show(caption, head.started);
      if (!head.clock.over(now)) break;
      this.tellings.shift();
      if (this.tellings.length === 0) this.clearAt = now + LINGER_MS;
    }
    if (this.clearAt !== null && now >= this.clearAt) this.silence();
  }

  /** Be quiet at once, whatever the server still sends of what was begun. */
  hush(): void {
    for (const { started } of this.tellings.splice(0)) this.speaker()?.drop(started.utterance);
    this.silence();
  }

  /** The visit began anew: what has arrived is told to its end, and no more of it will come. */
  restart(): void {
    for (const { started, clock } of this.tellings) this.complete(started.utterance, clock);
  }

  private started(started: UtteranceStarted, now: number): void {
    if (this.telling(started.utterance) !== undefined) return;
    if (started.kind === "answer") this.hush();
    const voiced = this.speaker() !== null && started.voice !== undefined;
    this.tellings.push({ started, clock: new CaptionClock(now, voiced) });
  }

  private chunk(chunk: SpeechChunk): void {
    if (this.telling(chunk.utterance) === undefined) return;
    if (chunk.data.length > 0) this.speaker()?.chunk(chunk);
    if (chunk.last) this.speaker()?.finish(chunk.utterance);
  }

  private ended({ utterance, reason }: UtteranceEnded): void {
    const telling = this.telling(utterance);
    if (telling === undefined) return;
    if (reason === "finished") {
      this.complete(utterance, telling.clock);
      return;
    }
    this.speaker()?.drop(utterance);
    this.tellings.splice(this.tellings.indexOf(telling), 1);
    if (this.tellings.length === 0) this.silence();
  }

  private complete(utterance: string, clock: CaptionClock): void {
    clock.finish();
    this.speaker()?.finish(utterance);
  }

  private show(caption: Caption, started: UtteranceStarted): void {
    this.clearAt = null;
    this.listener.show(caption, started);
  }

  private silence(): void {
    this.clearAt = null;
    this.listener.clear();
  }

  private telling(utterance: string): Telling | undefined {
    return this.tellings.find(({ started }) => started.utterance === utterance);
  }
}
