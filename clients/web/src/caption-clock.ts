import type { Caption } from "./wire.gen";

/** Milliseconds without sound after which captions stop waiting for the voice. */
const PATIENCE_MS = 2_500;

/**
 * The captions of one utterance against its clock.
 *
 * The clock is the playback position of its sound; where no sound comes it is a timer. Times are milliseconds.
 */
export class CaptionClock {
  private readonly captions: Caption[] = [];
  private shown = 0;
  private origin: number | null = null;
  private sound: number | null = null;
  private complete = false;
  private drained = false;

  /** `now` is when the utterance started; without `voiced` the timer starts with the first caption. */
  constructor(private readonly now: number, private voiced: boolean) {}

  add(caption: Caption): void {
    if (this.captions.some((known) => known.index === caption.index)) return;
    this.captions.push(caption);
    this.captions.sort((a, b) => a.index - b.index);
  }

  /** The sound has reached `ms`. */
  heard(ms: number): void {
    this.voiced = true;
    this.sound = Math.max(this.sound ?? 0, ms);
  }

  /** The sound stands still for `ms` although time goes on (the system put the audio to sleep): read on without it. */
  carry(ms: number): void {
    if (this.sound !== null) this.sound += ms;
  }

  /** Everything has arrived; nothing more will be added. */
  finish(): void {
    this.complete = true;
  }

  /** The sound has been played to its end. */
  drain(): void {
    this.drained = true;
  }

  /** Captions whose time has come since the last call. */
  due(now: number): Caption[] {
    const position = this.position(now);
    if (position === null) return [];
    const from = this.shown;
    while (this.shown < this.captions.length && this.captions[this.shown]!.start_ms <= position) this.shown += 1;
    return this.captions.slice(from, this.shown);
  }

  /** Whether the last caption has been read. */
  over(now: number): boolean {
    if (!this.complete || this.shown < this.captions.length) return false;
    if (this.drained) return true;
    const position = this.position(now);
    const end = this.captions.at(-1)?.end_ms ?? 0;
    return position === null ? this.captions.length === 0 : position >= end && this.sound === null;
  }

  /** Whether a gap at `ms` lies between two sentences, where it is a pause and no fault. */
  pauseAt(ms: number): boolean {
    return this.captions.some((caption) => Math.abs(caption.end_ms - ms) <= 60);
  }

  private position(now: number): number | null {
    if (this.drained) return Infinity;
    if (this.sound !== null) return this.sound;
    if (this.captions.length === 0) return null;
    if (this.voiced && now - this.now < PATIENCE_MS) return null;
    this.origin ??= now - this.captions[0]!.start_ms;
    return now - this.origin;
  }
}
