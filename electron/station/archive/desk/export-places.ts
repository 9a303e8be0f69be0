/** So many things are made at a time; the others wait, in the order in which they were asked for. */
export class ExportPlaces {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  /**
   * Waits for a place.
   * @returns gives the place back; undefined where nobody waited any more
   */
  async take(signal?: AbortSignal): Promise<(() => void) | undefined> {
    if (signal?.aborted === true) return undefined;
    if (this.#free > 0) this.#free -= 1;
    else if (!(await this.#turn(signal))) return undefined;
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    };
  }

  /** @returns whether it has a place */
  #turn(signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(come), 1);
        resolve(false);
      };
      const come = (): void => {
        signal?.removeEventListener("abort", leave);
        resolve(true);
      };
      this.#waiting.push(come);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
}
