/**
 * Samples of a few numbers over time, in time order, bounded in age and number. Typed arrays that grow by doubling: an
 * idle vehicle costs next to nothing, a fast one doesn't make garbage.
 */
export class SampleTrack {
  readonly #width: number;
  readonly #maxAgeMs: number;
  readonly #maxCount: number;
  #data: Float64Array;
  /** Index of the oldest row, and how many rows. Rows lie in a ring. */
  #first = 0;
  #count = 0;

  /** @param options `width`: numbers in a sample, besides its time */
  constructor(options: { readonly width: number; readonly maxAgeMs: number; readonly maxCount: number }) {
    this.#width = options.width + 1;
    this.#maxAgeMs = options.maxAgeMs;
    this.#maxCount = options.maxCount;
    this.#data = new Float64Array(this.#width * Math.min(32, options.maxCount));
  }

  /** Numbers in a sample. */
  get width(): number {
    return this.#width - 1;
  }

  get count(): number {
    return this.#count;
  }

  get newestMs(): number | undefined {
    return this.#count === 0 ? undefined : this.timeMs(this.#count - 1);
  }

  /** @returns false where `timeMs` isn't newer than the newest: late or twice */
  add(timeMs: number, values: readonly number[]): boolean {
    const newestMs = this.newestMs;
    if (newestMs !== undefined && timeMs <= newestMs) return false;
    while (this.#count > 0 && timeMs - this.timeMs(0) > this.#maxAgeMs) this.#dropFirst();
    if (this.#count === this.#maxCount) this.#dropFirst();
    if (this.#count * this.#width === this.#data.length) this.#grow();
    const offset = this.#offset(this.#count);
    this.#data[offset] = timeMs;
    for (let index = 1; index < this.#width; index++) this.#data[offset + index] = values[index - 1] ?? Number.NaN;
    this.#count++;
    return true;
  }

  /** Row after row, each its time and its numbers. A copy. */
  save(): Float64Array {
    const rows = new Float64Array(this.#count * this.#width);
    for (let row = 0; row < this.#count; row++) {
      const offset = this.#offset(row);
      rows.set(this.#data.subarray(offset, offset + this.#width), row * this.#width);
    }
    return rows;
  }

  /** Puts what was saved in place of what is there. */
  restore(rows: Float64Array): void {
    this.#first = 0;
    this.#count = rows.length / this.#width;
    if (rows.length > this.#data.length) this.#data = new Float64Array(rows.length);
    this.#data.set(rows);
  }

  clear(): void {
    this.#first = 0;
    this.#count = 0;
  }

  timeMs(row: number): number {
    return this.#data[this.#offset(row)] ?? Number.NaN;
  }

  value(row: number, column: number): number {
    return this.#data[this.#offset(row) + 1 + column] ?? Number.NaN;
  }

  /** @returns the last row at or before `timeMs`, or -1 */
  rowAtOrBefore(timeMs: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeMs(middle) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #offset(row: number): number {
    const rows = this.#data.length / this.#width;
    return ((this.#first + row) % rows) * this.#width;
  }

  #dropFirst(): void {
    this.#first = (this.#first + 1) % (this.#data.length / this.#width);
    this.#count--;
  }

  #grow(): void {
    const rows = Math.min(this.#maxCount, this.#count * 2);
    const grown = new Float64Array(rows * this.#width);
    grown.set(this.save());
    this.#data = grown;
    this.#first = 0;
  }
}
