/** A gap between two frames beyond this is late, ms. */
const lateMs = 40;
/** After a gap beyond this nothing moved before: the loop had slept. */
const sleptMs = 400;
/** Marks are never drawn less often than this, ms. */
const slowestMs = 100;

/**
 * How often to draw what moves: as often as asked, and less often while frames come late, so that a slow machine's time goes
 * to panels and fingers first. It finds its way back by itself.
 */
export class FramePacer {
  #everyMs = 0;
  #frameAtMs = Number.NEGATIVE_INFINITY;
  #drawnAtMs = Number.NEGATIVE_INFINITY;

  /**
   * To be asked once in each frame.
   * @param leastMs no more often than this, also on a fast machine
   * @returns whether to draw in this frame
   */
  isDue(wallMs: number, leastMs: number): boolean {
    const gapMs = wallMs - this.#frameAtMs;
    this.#frameAtMs = wallMs;
    const late = gapMs > lateMs && gapMs < sleptMs;
    this.#everyMs = late ? Math.min(slowestMs, this.#everyMs * 1.3 + 8) : this.#everyMs * 0.97;
    if (wallMs - this.#drawnAtMs < Math.max(leastMs, this.#everyMs)) return false;
    this.#drawnAtMs = wallMs;
    return true;
  }
}
