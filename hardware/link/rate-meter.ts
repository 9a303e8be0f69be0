const buckets = 4;

/** Bytes per second over the last three whole seconds (less while it is younger), without a queue of samples. */
export class RateMeter {
  readonly #bytes = new Float64Array(buckets);
  readonly #firstSecond: number;
  #second: number;

  constructor(nowMs: number) {
    this.#second = Math.floor(nowMs / 1000);
    this.#firstSecond = this.#second;
  }

  add(bytes: number, nowMs: number): void {
    this.#advance(nowMs);
    const i = this.#second % buckets;
    this.#bytes[i] = (this.#bytes[i] ?? 0) + bytes;
  }

  perS(nowMs: number): number {
    this.#advance(nowMs);
    const wholeS = Math.min(buckets - 1, this.#second - this.#firstSecond);
    if (wholeS === 0) return this.#bytes[this.#second % buckets] ?? 0;
    let sum = 0;
    for (let back = 1; back <= wholeS; back++) sum += this.#bytes[(this.#second - back) % buckets] ?? 0;
    return sum / wholeS;
  }

  #advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second - this.#second >= buckets) this.#bytes.fill(0);
    else for (let s = this.#second + 1; s <= second; s++) this.#bytes[s % buckets] = 0;
    if (second > this.#second) this.#second = second;
  }
}
