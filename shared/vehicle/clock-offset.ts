/** Half of the window in which the least delayed message sets the offset. */
const halfWindowMs = 5_000;
/** Stamps that stand still for longer than this while messages come are frozen. */
export const frozenAfterMs = 2_000;

/** All that a ClockOffset knows, as plain numbers. */
export interface SavedClockOffset {
  readonly rate: number;
  readonly anchorNowMs: number;
  readonly anchorMs: number;
  readonly bestMs: number;
  readonly previousBestMs: number;
  readonly halfSinceMs: number;
  readonly count: number;
  readonly lastMs: number;
  readonly lastNowMs: number;
}

/**
 * The offset between a vehicle's clock (ms since boot) and the station's, from messages that took some unknown time. The
 * one that took least tells most, so the largest `vehicle - station` of the last 5 to 10 s counts (minimum-delay filter).
 * A simulation may run faster than real time: the rate is taken from the data where it is far from 1.
 */
export class ClockOffset {
  #rate = 1;
  #anchorNowMs = 0;
  #anchorMs = 0;
  #bestMs = Number.NEGATIVE_INFINITY;
  #previousBestMs = Number.NEGATIVE_INFINITY;
  #halfSinceMs = 0;
  #count = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastNowMs = Number.NEGATIVE_INFINITY;

  /** Messages noted since the start. */
  get count(): number {
    return this.#count;
  }

  /** Vehicle milliseconds per station millisecond: 1 but in a simulation. */
  get rate(): number {
    return this.#rate;
  }

  /** The newest stamp, and when it came. */
  get lastMs(): number {
    return this.#lastMs;
  }

  get lastNowMs(): number {
    return this.#lastNowMs;
  }

  note(vehicleMs: number, nowMs: number): void {
    if (this.#count === 0) this.#restart(vehicleMs, nowMs);
    this.#count++;
    if (vehicleMs >= this.#lastMs) {
      this.#lastMs = vehicleMs;
      this.#lastNowMs = nowMs;
    }
    this.#estimateRate(vehicleMs, nowMs);
    if (nowMs - this.#halfSinceMs > halfWindowMs) {
      this.#previousBestMs = this.#bestMs;
      this.#bestMs = Number.NEGATIVE_INFINITY;
      this.#halfSinceMs = nowMs;
    }
    this.#bestMs = Math.max(this.#bestMs, vehicleMs - this.#rate * nowMs);
  }

  /** The vehicle's clock at a station time; undefined before any message. */
  vehicleTimeAt(nowMs: number): number | undefined {
    const offsetMs = Math.max(this.#bestMs, this.#previousBestMs);
    return Number.isFinite(offsetMs) ? offsetMs + this.#rate * nowMs : undefined;
  }

  /** The station time at which the vehicle's clock showed `vehicleMs`; undefined before any message. */
  stationTimeAt(vehicleMs: number): number | undefined {
    const offsetMs = Math.max(this.#bestMs, this.#previousBestMs);
    return Number.isFinite(offsetMs) ? (vehicleMs - offsetMs) / this.#rate : undefined;
  }

  save(): SavedClockOffset {
    return {
      rate: this.#rate,
      anchorNowMs: this.#anchorNowMs,
      anchorMs: this.#anchorMs,
      bestMs: this.#bestMs,
      previousBestMs: this.#previousBestMs,
      halfSinceMs: this.#halfSinceMs,
      count: this.#count,
      lastMs: this.#lastMs,
      lastNowMs: this.#lastNowMs,
    };
  }

  static restore(saved: SavedClockOffset): ClockOffset {
    const clock = new ClockOffset();
    clock.#rate = saved.rate;
    clock.#anchorNowMs = saved.anchorNowMs;
    clock.#anchorMs = saved.anchorMs;
    clock.#bestMs = saved.bestMs;
    clock.#previousBestMs = saved.previousBestMs;
    clock.#halfSinceMs = saved.halfSinceMs;
    clock.#count = saved.count;
    clock.#lastMs = saved.lastMs;
    clock.#lastNowMs = saved.lastNowMs;
    return clock;
  }

  reset(): void {
    this.#count = 0;
    this.#rate = 1;
    this.#bestMs = Number.NEGATIVE_INFINITY;
    this.#previousBestMs = Number.NEGATIVE_INFINITY;
    this.#lastMs = Number.NEGATIVE_INFINITY;
    this.#lastNowMs = Number.NEGATIVE_INFINITY;
  }

  #restart(vehicleMs: number, nowMs: number): void {
    this.#anchorMs = vehicleMs;
    this.#anchorNowMs = nowMs;
    this.#halfSinceMs = nowMs;
  }

  /** Delays vary, so a ratio near 1 is 1; the longer it was measured, the nearer. */
  #estimateRate(vehicleMs: number, nowMs: number): void {
    const elapsedMs = nowMs - this.#anchorNowMs;
    if (elapsedMs < 3_000) return;
    const ratio = (vehicleMs - this.#anchorMs) / elapsedMs;
    const rate = ratio > 0.05 && Math.abs(ratio - 1) > (elapsedMs < 10_000 ? 0.5 : 0.15) ? ratio : 1;
    const changed = Math.abs(rate - this.#rate) > 0.05 * this.#rate;
    if (changed) {
      this.#bestMs = Number.NEGATIVE_INFINITY;
      this.#previousBestMs = Number.NEGATIVE_INFINITY;
      this.#rate = rate;
    }
    if (elapsedMs > 30_000) {
      this.#anchorMs = vehicleMs;
      this.#anchorNowMs = nowMs;
    }
  }
}
