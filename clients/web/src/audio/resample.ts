/** Little-endian 16-bit samples as numbers between -1 and 1. */
export function fromPcm16(data: Uint8Array): Float32Array<ArrayBuffer> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength & ~1);
  const samples = new Float32Array(view.byteLength / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(2 * i, true) / 32768;
  return samples;
}

/** Linear resampling of a stream that comes in blocks; the seam between two blocks is interpolated like any other place. */
export class Resampler {
  private last = 0;
  private at = 0;
  private begun = false;
  private readonly step: number;

  constructor(from: number, to: number) {
    this.step = from / to;
  }

  push(block: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    if (this.step === 1 || block.length === 0) return block;
    if (!this.begun) {
      this.begun = true;
      this.last = block[0]!;
    }
    const out = new Float32Array(Math.max(0, Math.ceil((block.length - this.at) / this.step)));
    let at = this.at;
    for (let i = 0; i < out.length; i++, at += this.step) {
      const whole = Math.floor(at);
      const before = whole === 0 ? this.last : block[whole - 1]!;
      out[i] = before + (block[whole]! - before) * (at - whole);
    }
    this.at = at - block.length;
    this.last = block[block.length - 1]!;
    return out;
  }
}
