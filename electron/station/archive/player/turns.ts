import { setImmediate } from "node:timers/promises";

/** Players together take so long at a time; then the station's own work comes, ms. */
const sliceMs = 8;

/** Lets many players show what they have to one after the other, a few at a time: nobody who flies waits for all of them. */
export class Turns {
  readonly #waiting: (() => Promise<unknown>)[] = [];
  #giving = false;

  /** @returns what the work does, once it was its turn */
  take<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => work().then(resolve, reject));
      if (!this.#giving) void this.#give();
    });
  }

  async #give(): Promise<void> {
    this.#giving = true;
    let sinceMs = performance.now();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      // What waits for a disk doesn't keep the others waiting.
      await Promise.race([next(), setImmediate()]);
      if (performance.now() - sinceMs < sliceMs) continue;
      await setImmediate();
      sinceMs = performance.now();
    }
    this.#giving = false;
  }
}
