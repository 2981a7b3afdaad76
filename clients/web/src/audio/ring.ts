/** A ring of mono samples that doubles when it is full: writing and reading touch no other memory. */
export class Ring {
  private samples: Float32Array;
  private start = 0;
  /** Samples that wait to be read. */
  length = 0;

  constructor(capacity = 1 << 16) {
    this.samples = new Float32Array(capacity);
  }

  write(block: Float32Array): void {
    this.reserve(this.length + block.length);
    const capacity = this.samples.length;
    const end = (this.start + this.length) % capacity;
    const first = Math.min(block.length, capacity - end);
    this.samples.set(block.subarray(0, first), end);
    this.samples.set(block.subarray(first), 0);
    this.length += block.length;
  }

  /** Move up to `target.length - from` samples into `target` and return how many there were. */
  read(target: Float32Array, from = 0): number {
    const count = Math.min(this.length, target.length - from);
    const first = Math.min(count, this.samples.length - this.start);
    target.set(this.samples.subarray(this.start, this.start + first), from);
    target.set(this.samples.subarray(0, count - first), from + first);
    this.start = (this.start + count) % this.samples.length;
    this.length -= count;
    return count;
  }

  private reserve(needed: number): void {
    if (needed <= this.samples.length) return;
    let capacity = this.samples.length;
    while (capacity < needed) capacity *= 2;
    const grown = new Float32Array(capacity);
    const kept = this.length;
    this.read(grown);
    this.samples = grown;
    this.start = 0;
    this.length = kept;
  }
}
