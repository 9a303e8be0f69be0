/** How many frames of one peer are interpreted per second before it counts as a flood; the fastest real vehicle sends 550. */
export const floodFramesPerS = 4000;
const tickMs = 50;
const perTick = (floodFramesPerS * tickMs) / 1000;
/** While over the budget, so many different (system, component, message) are still let through in each tick. */
const kindsPerTick = 200;

/**
 * Keeps one peer from taking all of the station's time. Within the budget every frame passes; beyond it one of each kind
 * passes per tick, so that a vehicle on the flooded channel still moves on the map. Nothing is allocated per frame.
 */
export class FrameBudget {
  #tick = -1;
  #left = perTick;
  readonly #seenKinds = new Set<number>();
  #refused = 0;
  #refusedBefore = 0;

  /** Frames that were not interpreted, in all. */
  get refused(): number {
    return this.#refused;
  }

  /** @param nowMs real monotonic time */
  allows(frame: { systemId: number; componentId: number; messageId: number }, nowMs: number): boolean {
    const tick = Math.floor(nowMs / tickMs);
    if (tick !== this.#tick) {
      // What a quiet tick left over is carried on for up to a second, as radios deliver in lumps.
      this.#left = Math.min(floodFramesPerS, this.#left + perTick * (tick - this.#tick));
      this.#tick = tick;
      this.#seenKinds.clear();
    }
    if (this.#left > 0) {
      this.#left -= 1;
      return true;
    }
    // 24 bits of message id and 16 of identity: below 2^53.
    const kind = (frame.messageId * 256 + frame.systemId) * 256 + frame.componentId;
    if (this.#seenKinds.size < kindsPerTick && !this.#seenKinds.has(kind)) {
      this.#seenKinds.add(kind);
      return true;
    }
    this.#refused += 1;
    return false;
  }

  /** @returns how many were refused since this was asked last */
  takeRefused(): number {
    const since = this.#refused - this.#refusedBefore;
    this.#refusedBefore = this.#refused;
    return since;
  }
}
