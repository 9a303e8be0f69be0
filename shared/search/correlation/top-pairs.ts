/** One of either set that could be the same: indices, the speed that asks for, and the time between. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly speedMps: number;
  readonly apartMs: number;
}

/** The slowest first, then the nearest in time, then by index: an order without ties. */
export const byLikeliness = (one: Pair, other: Pair): number =>
  one.speedMps - other.speedMps || one.apartMs - other.apartMs || one.first - other.first || one.second - other.second;

/** Keeps the best pairs of any number. */
export class TopPairs {
  readonly #limit: number;
  #pairs: Pair[] = [];
  #worstMps = Number.POSITIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A quick look before a pair is made: false means that it would not be kept. */
  wants(speedMps: number): boolean {
    return speedMps <= this.#worstMps;
  }

  add(pair: Pair): void {
    this.#pairs.push(pair);
    // Sorting seldom what was only gathered is quicker than to keep it sorted.
    if (this.#pairs.length >= 4 * this.#limit + 64) this.#tidy();
  }

  sorted(): readonly Pair[] {
    this.#tidy();
    return this.#pairs;
  }

  #tidy(): void {
    this.#pairs = this.#pairs.sort(byLikeliness).slice(0, this.#limit);
    if (this.#limit === 0) this.#worstMps = -1;
    else if (this.#pairs.length === this.#limit) this.#worstMps = this.#pairs.at(-1)?.speedMps ?? 0;
  }
}
