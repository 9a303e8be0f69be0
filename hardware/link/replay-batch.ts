/** Timed pieces of a log, copied out of the reader; filled and emptied again and again, so that replay allocates little. */
export class ReplayBatch {
  #bytes = new Uint8Array(1 << 17);
  #usedBytes = 0;
  #count = 0;
  #starts = new Uint32Array(4096);
  #positionsUs = new Float64Array(4096);

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#usedBytes = 0;
  }

  /** @param positionUs microseconds of log time since its start; never less than that of the piece before */
  add(source: Uint8Array, start: number, length: number, positionUs: number): void {
    if (this.#count === this.#starts.length) this.#growCount();
    if (this.#usedBytes + length > this.#bytes.length) this.#growBytes(this.#usedBytes + length);
    this.#starts[this.#count] = this.#usedBytes;
    this.#positionsUs[this.#count] = positionUs;
    this.#bytes.set(source.subarray(start, start + length), this.#usedBytes);
    this.#usedBytes += length;
    this.#count++;
  }

  positionUs(i: number): number {
    return this.#positionsUs[i] ?? 0;
  }

  /** Borrowed until the batch is cleared. */
  bytes(i: number): Uint8Array {
    const end = i + 1 < this.#count ? this.#starts[i + 1] : this.#usedBytes;
    return this.#bytes.subarray(this.#starts[i], end);
  }

  #growCount(): void {
    const starts = new Uint32Array(this.#starts.length * 2);
    starts.set(this.#starts);
    this.#starts = starts;
    const positionsUs = new Float64Array(this.#positionsUs.length * 2);
    positionsUs.set(this.#positionsUs);
    this.#positionsUs = positionsUs;
  }

  #growBytes(least: number): void {
    const bytes = new Uint8Array(Math.max(least, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
