import type { DetectorPass } from "../detector/person-detector.ts";
import type { SearchFigures } from "../feed.ts";

const WINDOW_MS = 5000;

/** How much of what comes is searched by the network, and how well: over the last seconds. */
export class SearchMeter {
  readonly #now: () => number;
  #came: number[] = [];
  #searched: { readonly atMs: number; readonly tookMs: number; readonly pass: DetectorPass }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  came(): void {
    this.#came.push(this.#now());
    this.#forget();
  }

  searched({ tookMs, pass }: { readonly tookMs: number; readonly pass: DetectorPass }): void {
    this.#searched.push({ atMs: this.#now(), tookMs, pass });
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

  get search(): SearchFigures {
    const framesPerS = this.framesPerS;
    const count = this.#searched.length;
    if (count === 0) return { framesPerS: 0, skippedFraction: 0 };
    const part = Math.min(1, count / Math.max(1, this.#came.length));
    const msPerFrame = this.#searched.reduce((sum, { tookMs }) => sum + tookMs, 0) / count;
    const quickFraction = this.#searched.filter(({ pass }) => pass === "quick").length / count;
    return { framesPerS: framesPerS * part, skippedFraction: 1 - part, quickFraction, msPerFrame };
  }

  #forget(): void {
    const sinceMs = this.#now() - WINDOW_MS;
    while ((this.#came[0] ?? sinceMs) < sinceMs) this.#came.shift();
    while ((this.#searched[0]?.atMs ?? sinceMs) < sinceMs) this.#searched.shift();
  }
}
