/** So many at once, and so many a second from then on. */
export interface Rate {
  readonly burst: number;
  readonly perS: number;
}

/** Keeps each of many callers to a rate: a bucket each, that fills with time. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, { left: number; atMs: number }>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /**
   * @param nowMs monotonic
   * @returns 0 where it may, else after how many seconds it may again
   */
  take(caller: string, nowMs: number): number {
    const { burst, perS } = this.#rate;
    const bucket = this.#buckets.get(caller) ?? { left: burst, atMs: nowMs };
    bucket.left = Math.min(burst, bucket.left + ((nowMs - bucket.atMs) / 1000) * perS);
    bucket.atMs = nowMs;
    this.#buckets.set(caller, bucket);
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perS);
    bucket.left -= 1;
    return 0;
  }
}
