import { type Numbered, numbered } from "./numbered.ts";
import type { Path } from "./path.ts";

/** A path that was silent for longer isn't used while another one lives. */
const pathSilentMs = 1_500;
/** A better path must be better for this long before commands move to it. */
const switchAfterMs = 5_000;
const lossMargin = 0.1;
/** A path that brings much less than another (it wasn't asked for streams) is only better than one that hardly works. */
const ruinousLoss = 0.5;
const comparableRate = 0.5;
const rateMargin = 1.5;

/** Paths by their numbers. */
export interface SavedPrimary {
  readonly primary: number | undefined;
  readonly rival: number | undefined;
  readonly rivalSinceMs: number;
}

/** Chooses the path that commands take and that unstamped messages are believed from. */
export class PrimaryPath {
  #primary: Path | undefined;
  #rival: Path | undefined;
  #rivalSinceMs = 0;

  get path(): Path | undefined {
    return this.#primary;
  }

  save(paths: Numbered<Path>): SavedPrimary {
    const number = (path: Path | undefined) => (path === undefined ? undefined : paths.numberOf(path));
    return { primary: number(this.#primary), rival: number(this.#rival), rivalSinceMs: this.#rivalSinceMs };
  }

  /** Puts what was saved in place of what is there. */
  restore(saved: SavedPrimary, paths: readonly Path[]): void {
    this.#primary = saved.primary === undefined ? undefined : numbered(paths, saved.primary);
    this.#rival = saved.rival === undefined ? undefined : numbered(paths, saved.rival);
    this.#rivalSinceMs = saved.rivalSinceMs;
  }

  /**
   * Best is: heard lately, then least loss, then highest rate; the present one is kept unless another one is clearly
   * better for 5 s, or unless it fell silent.
   */
  choose(paths: Iterable<Path>, nowMs: number): Path | undefined {
    const best = bestOf(paths, nowMs, this.#primary);
    const primary = this.#primary;
    if (best === undefined || best === primary) {
      this.#rival = undefined;
      this.#primary = best;
      return best;
    }
    const usable = primary !== undefined && isIn(paths, primary) && nowMs - primary.lastHeardMs <= pathSilentMs;
    if (!usable) return this.#switchTo(best);
    if (this.#rival !== best) {
      this.#rival = best;
      this.#rivalSinceMs = nowMs;
    }
    return nowMs - this.#rivalSinceMs >= switchAfterMs ? this.#switchTo(best) : primary;
  }

  #switchTo(path: Path): Path {
    this.#primary = path;
    this.#rival = undefined;
    return path;
  }
}

const isIn = (paths: Iterable<Path>, wanted: Path): boolean => {
  for (const path of paths) if (path === wanted) return true;
  return false;
};

const bestOf = (paths: Iterable<Path>, nowMs: number, present: Path | undefined): Path | undefined => {
  let best: Path | undefined;
  for (const path of paths) {
    if (best === undefined || isBetter(path, best, nowMs, present)) best = path;
  }
  return best;
};

/** With the margins in favour of the present primary. */
const isBetter = (a: Path, b: Path, nowMs: number, present: Path | undefined): boolean => {
  const aLives = nowMs - a.lastHeardMs <= pathSilentMs;
  const bLives = nowMs - b.lastHeardMs <= pathSilentMs;
  if (aLives !== bLives) return aLives;
  if (!aLives) return a.lastHeardMs > b.lastHeardMs;
  const sign = a === present ? -1 : b === present ? 1 : 0;
  const lossGain = b.meter.lossFraction - a.meter.lossFraction;
  const rateA = a.meter.messagesPerS;
  const rateB = b.meter.messagesPerS;
  const comparable = Math.min(rateA, rateB) >= comparableRate * Math.max(rateA, rateB);
  const ruined = Math.max(a.meter.lossFraction, b.meter.lossFraction) > ruinousLoss;
  if (Math.abs(lossGain) > lossMargin && (comparable || ruined)) return lossGain > 0;
  if (sign >= 0 && rateA > rateB * (sign === 0 ? 1 : rateMargin)) return true;
  return sign < 0 && rateB <= rateA * rateMargin;
};
