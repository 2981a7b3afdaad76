import type { PlaceSound } from "../site";

const FADE_S = 0.4;

/** One sound of the place, going round and round. */
export interface Loop {
  sound: PlaceSound;
  gain: GainNode;
  pan: StereoPannerNode;
}

/** The sounds of one place in this browser; nothing is fetched before they are to be heard. */
export class Loops {
  readonly all: Loop[] = [];
  private readonly context = new AudioContext({ latencyHint: "playback" });
  private closed = false;

  /** Fetch and begin every sound, silent; one that cannot be had is left out. */
  async open(sounds: readonly PlaceSound[]): Promise<void> {
    const files = new Map<string, Promise<AudioBuffer | null>>();
    for (const { url } of sounds) if (!files.has(url)) files.set(url, this.fetch(url));
    for (const sound of sounds) {
      const buffer = await files.get(sound.url);
      if (buffer && !this.closed) this.begin(sound, buffer);
    }
  }

  /** Set one loop's loudness and side; it gets there without a click. */
  set({ gain, pan }: Loop, loud: number, side: number): void {
    gain.gain.setTargetAtTime(loud, this.context.currentTime, FADE_S);
    pan.pan.setTargetAtTime(side, this.context.currentTime, FADE_S);
  }

  /** Stand still while nobody is there, and go on. */
  rest(now: boolean): void {
    if (!this.closed) void (now ? this.context.suspend() : this.context.resume());
  }

  close(): void {
    this.closed = true;
    void this.context.close();
  }

  private async fetch(url: string): Promise<AudioBuffer | null> {
    try {
      const answer = await fetch(url);
      return answer.ok ? await this.context.decodeAudioData(await answer.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  private begin(sound: PlaceSound, buffer: AudioBuffer): void {
    const source = new AudioBufferSourceNode(this.context, { buffer, loop: true });
    const loop = { sound, gain: new GainNode(this.context, { gain: 0 }), pan: new StereoPannerNode(this.context) };
    source.connect(loop.gain).connect(loop.pan).connect(this.context.destination);
    source.start();
    this.all.push(loop);
  }
}
