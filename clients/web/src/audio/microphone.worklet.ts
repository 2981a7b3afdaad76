import type { FromMicrophone } from "./microphone";

declare const registerProcessor: (name: string, processor: unknown) => void;
declare const AudioWorkletProcessor: { new (): { readonly port: MessagePort } };

/** Hands on what the microphone hears, one render quantum after the other. */
class Listening extends AudioWorkletProcessor {
  process(inputs: Float32Array[][]): boolean {
    const heard = inputs[0]?.[0];
    if (heard === undefined) return true;
    const samples = heard.slice();
    const message: FromMicrophone = { samples };
    this.port.postMessage(message, [samples.buffer]);
    return true;
  }
}

registerProcessor("listening", Listening);
