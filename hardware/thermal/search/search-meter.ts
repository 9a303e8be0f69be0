const WINDOW_MS = 5000;

/** How much of what comes is searched by the network: over the last seconds. */
export class SearchMeter {
  readonly #now: () => number;
  #came: number[] = [];
  #searched: { readonly atMs: number; readonly tookMs: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  came(): void {
    this.#came.push(this.#now());
    this.#forget();
  }

  searched(tookMs: number): void {
    this.#searched.push({ atMs: this.#now(), tookMs });
    this.#forget();
  }

  /** Pictures a second that came. */
  get framesPerS(): number {
    this.#forget();
    const [first] = this.#came;
    const last = this.#came.at(-1);
    if (first === undefined || last === undefined || this.#came.length < 2) return 0;
    // A stream that stopped gets slower with every second that passes.
    const spanMs = Math.max(last - first, (this.#now() - first) * ((this.#came.length - 1) / this.#came.length));
    return (1000 * (this.#came.length - 1)) / Math.max(1, spanMs);
  }

  get search(): { readonly framesPerS: number; readonly skippedFraction: number; readonly msPerFrame?: number } {
    const framesPerS = this.framesPerS;
    const count = this.#searched.length;
    if (count === 0) return { framesPerS: 0, skippedFraction: 0 };
    const part = Math.min(1, count / Math.max(1, this.#came.length));
    const msPerFrame = this.#searched.reduce((sum, { tookMs }) => sum + tookMs, 0) / count;
    return { framesPerS: framesPerS * part, skippedFraction: 1 - part, msPerFrame };
  }

  #forget(): void {
    const sinceMs = this.#now() - WINDOW_MS;
    while ((this.#came[0] ?? sinceMs) < sinceMs) this.#came.shift();
    while ((this.#searched[0]?.atMs ?? sinceMs) < sinceMs) this.#searched.shift();
  }
}
