import type { SpeechChunk, Vector } from "../wire.gen";
import { SAMPLE_RATE } from "./protocol";
import type { FromRing, ToDecoder } from "./protocol";
import ringUrl from "./ring.worklet?worker&url";

/** The codecs this browser can play, best first; none means captions only. */
export async function playable(): Promise<string[]> {
  if (!("AudioWorkletNode" in window)) return [];
  const opus = { codec: "opus", sampleRate: SAMPLE_RATE, numberOfChannels: 1 };
  const supported = "AudioDecoder" in window && (await AudioDecoder.isConfigSupported(opus).catch(() => null))?.supported;
  return supported ? ["opus", "pcm_s16le"] : ["pcm_s16le"];
}

/** The guide's voice: decoded in a worker, played from a ring on the audio thread, heard from one place in the scene. */
export class Player {
  /** The loudness of this moment, root mean square, 0 to 1. */
  level = 0;
  private readonly context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: "interactive" });
  private readonly worker = new Worker(new URL("./decode.worker.ts", import.meta.url), { type: "module" });
  private readonly gain = this.context.createGain();
  private readonly panner = new PannerNode(this.context, {
    panningModel: "HRTF", distanceModel: "inverse", refDistance: 1.5, rolloffFactor: 0.6,
  });
  private readonly analyser = new AnalyserNode(this.context, { fftSize: 8192 });
  private readonly window = new Float32Array(8192);
  private peak = 0;
  private held = false;

  constructor(private readonly listen: (event: FromRing) => void) {
    this.panner.connect(this.gain).connect(this.analyser).connect(this.context.destination);
    setInterval(() => this.measure(), 100);
  }

  /** Whether time passes in the audio clock; while it does not, captions must keep their own time. */
  get running(): boolean {
    return this.context.state === "running";
  }

  /** Begin to sound; call it from a user's gesture. */
  async open(): Promise<void> {
    await Promise.all([this.context.resume(), this.context.audioWorklet.addModule(ringUrl)]);
    const ring = new AudioWorkletNode(this.context, "speech-ring", { numberOfInputs: 0, outputChannelCount: [1] });
    ring.port.onmessage = (event: MessageEvent<FromRing>) => this.listen(event.data);
    ring.connect(this.panner);
    const { port1, port2 } = new MessageChannel();
    ring.port.postMessage({ port: port1 }, [port1]);
    this.post({ kind: "port", port: port2 }, [port2]);
  }

  /** Wake up again after the system put the audio to sleep. */
  wake(): void {
    if (!this.held && this.context.state === "suspended") void this.context.resume();
  }

  /** Stop in the middle of a word, or go on with it. */
  hold(now: boolean): void {
    this.held = now;
    void (now ? this.context.suspend() : this.context.resume());
  }

  chunk(chunk: SpeechChunk): void {
    const { utterance, codec } = chunk;
    const data = chunk.data.slice();
    this.post({ kind: "chunk", utterance, codec, sampleRate: chunk.sample_rate, data, sizes: chunk.sizes ?? [data.length] }, [data.buffer]);
  }

  finish(utterance: string): void {
    this.post({ kind: "finish", utterance });
  }

  drop(utterance: string): void {
    this.post({ kind: "drop", utterance });
  }

  set volume(volume: number) {
    this.gain.gain.setTargetAtTime(volume, this.context.currentTime, 0.03);
  }

  /** Where the voice comes from and where the ears are, metres in scene space. */
  place(source: Vector, ears: Vector, forward: Vector, up: Vector): void {
    const { listener } = this.context;
    if (listener.positionX === undefined) {
      placeOld(this.context, this.panner, source, ears, forward, up);
      return;
    }
    set(this.panner.positionX, this.panner.positionY, this.panner.positionZ, source);
    set(listener.positionX, listener.positionY, listener.positionZ, ears);
    set(listener.forwardX, listener.forwardY, listener.forwardZ, forward);
    set(listener.upX, listener.upY, listener.upZ, up);
  }

  /** The loudest root mean square since this was last asked, 0 to 1. */
  takePeak(): number {
    this.measure();
    const peak = this.peak;
    this.peak = 0;
    return peak;
  }

  private measure(): void {
    if (!this.running) return void (this.level = 0);
    this.analyser.getFloatTimeDomainData(this.window);
    let sum = 0;
    for (const sample of this.window) sum += sample * sample;
    this.level = Math.sqrt(sum / this.window.length);
    this.peak = Math.max(this.peak, this.level);
  }

  private post(message: ToDecoder, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}

function set(x: AudioParam, y: AudioParam, z: AudioParam, [vx, vy, vz]: Vector): void {
  x.value = vx;
  y.value = vy;
  z.value = vz;
}

/** Firefox has no AudioParams on its listener. */
function placeOld(context: AudioContext, panner: PannerNode, source: Vector, ears: Vector, forward: Vector, up: Vector): void {
  context.listener.setPosition(...ears);
  context.listener.setOrientation(...forward, ...up);
  set(panner.positionX, panner.positionY, panner.positionZ, source);
}
