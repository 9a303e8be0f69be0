/** A silence of everything at once that is longer is a stall, not the pace of telemetry; real ms. */
const stallMs = 150;
/** After this the silence is believed, whatever its cause. */
const believedMs = 3500;

/**
 * A scenario at ten times the speed is lost after a third of a real second of silence, which a busy computer makes by
 * itself. While everything is silent at once, and until all have had the time to speak again, nobody is judged.
 */
export class StallGuard {
  #heardMs = Number.NEGATIVE_INFINITY;
  #resumedMs = Number.NEGATIVE_INFINITY;

  /** Any frame of anybody; real monotonic time. */
  heard(nowMs: number): void {
    if (nowMs - this.#heardMs > stallMs) this.#resumedMs = nowMs;
    this.#heardMs = nowMs;
  }

  isStalled(nowMs: number): boolean {
    const silentMs = nowMs - this.#heardMs;
    if (silentMs > believedMs) return false;
    return silentMs > stallMs || nowMs - this.#resumedMs < stallMs;
  }
}
