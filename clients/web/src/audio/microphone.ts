import workletUrl from "./microphone.worklet?worker&url";
import { Resampler } from "./resample";

/** What the recogniser takes, samples a second. */
export const HEARING_RATE = 16_000;

/** Audio thread → page. */
export interface FromMicrophone {
  samples: Float32Array<ArrayBuffer>;
}

/** Whether this page may ask for a microphone: browsers give none to plain HTTP on another machine. */
export function hearing(): boolean {
  return "AudioWorkletNode" in window && navigator.mediaDevices?.getUserMedia !== undefined;
}

/** A microphone that is open only while the visitor speaks. */
export class Microphone {
  private stream: MediaStream | null = null;
  private context: AudioContext | null = null;

  /** Open it and hand on mono samples at 16 kHz; rejects when the visitor or the system refuses. */
  async open(take: (samples: Float32Array<ArrayBuffer>) => void): Promise<void> {
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio });
    const context = (this.context = contextFor(this.stream));
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, "listening", { numberOfOutputs: 0 });
    const resampler = new Resampler(context.sampleRate, HEARING_RATE);
    node.port.onmessage = ({ data }: MessageEvent<FromMicrophone>) => take(resampler.push(data.samples));
    context.createMediaStreamSource(this.stream).connect(node);
    await context.resume();
  }

  /** Close it: the browser's sign that somebody listens goes out. */
  close(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    void this.context?.close();
    this.stream = this.context = null;
  }
}

/** A context that resamples well by itself; Firefox takes a microphone only at its own rate. */
function contextFor(stream: MediaStream): AudioContext {
  const context = new AudioContext({ sampleRate: HEARING_RATE });
  try {
    context.createMediaStreamSource(stream).disconnect();
    return context;
  } catch {
    void context.close();
    return new AudioContext();
  }
}
