/** Tiles failed in a row before the map says so: one missing tile is no outage. */
const failuresBeforeNotice = 3;

/** Tells once, not per tile, that tiles can't be reached, and once that they come again. */
export class ReachNotice {
  readonly #tell: (reachable: boolean) => void;
  #failures = 0;
  #said = false;

  constructor(tell: (reachable: boolean) => void) {
    this.#tell = tell;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures < failuresBeforeNotice || this.#said) return;
    this.#said = true;
    this.#tell(false);
  }

  loaded(): void {
    this.#failures = 0;
    if (this.#said) this.#tell(true);
    this.#said = false;
  }
}
