/** The voice of a draft: one sentence, or all of them one after the other. */
export class Sound {
  private readonly audio = new Audio();
  private readonly fetched = new Map<string, Promise<string>>();
  private run = 0;
  /** The sentence that is heard, undefined while none is. */
  playing: number | undefined;

  constructor(private readonly changed: () => void, private readonly failed: () => void) {}

  /** Fetch ahead, so that the first press is heard at once. */
  ready(address: string): void {
    void this.fetch(address).catch(() => undefined);
  }

  /** Play these sentences in their order, each by its address. */
  async play(from: readonly (readonly [number, string])[]): Promise<void> {
    const run = ++this.run;
    for (const [index, [sentence, address]] of from.entries()) {
      try {
        this.say(sentence);
        const source = await this.fetch(address);
        if (run !== this.run) return;
        const next = from[index + 1];
        if (next !== undefined) this.ready(next[1]);
        this.audio.src = source;
        await this.audio.play();
        await this.ended();
      } catch {
        if (run === this.run) this.failed();
        break;
      }
      if (run !== this.run) return;
    }
    if (run === this.run) this.say(undefined);
  }

  stop(): void {
    this.run += 1;
    this.audio.pause();
    this.say(undefined);
  }

  /** Let go of what was fetched. */
  clear(): void {
    this.stop();
    for (const each of this.fetched.values()) void each.then((url) => URL.revokeObjectURL(url), () => undefined);
    this.fetched.clear();
  }

  private say(sentence: number | undefined): void {
    this.playing = sentence;
    this.changed();
  }

  private ended(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.audio.onended = () => resolve();
      this.audio.onpause = () => resolve();
      this.audio.onerror = () => reject(new Error("sound"));
    });
  }

  private fetch(address: string): Promise<string> {
    const known = this.fetched.get(address);
    if (known !== undefined) return known;
    const made = fetch(address, { credentials: "same-origin" }).then(async (answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return URL.createObjectURL(await answer.blob());
    });
    made.catch(() => this.fetched.delete(address));
    this.fetched.set(address, made);
    return made;
  }
}
