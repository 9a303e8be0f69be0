/** Steps run in one go at most, so that sockets are served in between. */
const burstMs = 200;

/**
 * Tells how many steps are due at a real time. After a stall (a suspended laptop, a busy core) it catches up in bounded
 * bursts; what is more than a second behind is dropped, as the vehicles' clocks need not agree with ours.
 */
export class Pacer {
  readonly #speed: number;
  readonly #stepMs: number;
  #originMs: number;
  #doneSteps = 0;

  constructor(options: { readonly speed: number; readonly stepMs: number; readonly nowMs: number }) {
    this.#speed = options.speed;
    this.#stepMs = options.stepMs;
    this.#originMs = options.nowMs;
  }

  /** @returns steps to run now; they count as done */
  take(nowMs: number): number {
    const behindMs = nowMs - this.#originMs - (this.#doneSteps * this.#stepMs) / this.#speed;
    if (behindMs > 1000) this.#originMs += behindMs - burstMs;
    const due = Math.floor((Math.min(behindMs, burstMs) * this.#speed) / this.#stepMs);
    const steps = Math.max(0, due);
    this.#doneSteps += steps;
    return steps;
  }

  /** Real ms until the next step is due. */
  waitMs(nowMs: number): number {
    const nextMs = this.#originMs + ((this.#doneSteps + 1) * this.#stepMs) / this.#speed;
    return Math.max(1, nextMs - nowMs);
  }
}
