/** Times of this exchange, ms. */
export interface RoundTripOptions {
  /** Taken for the round trip until one was measured. */
  readonly startMs?: number;
  readonly shortestWaitMs?: number;
  readonly longestWaitMs?: number;
  readonly maxWindow?: number;
}

/** Of the wait, with each silence. */
const growth = 1.25;
const mostSlack = 4;

/**
 * How long to wait for an answer and how many questions to have open at once, by what the link does: the wait follows the
 * measured round trip and its variation (RFC 6298), the window grows with every answer and shrinks with every silence.
 */
export class RoundTrips {
  readonly #shortestWaitMs: number;
  readonly #longestWaitMs: number;
  readonly #maxWindow: number;
  #smoothMs: number;
  #variationMs: number;
  #measured = false;
  /** Grows with silence until a round trip is measured: one longer than the wait could else never be. */
  #slack = 1;
  #window = 4;

  constructor(options: RoundTripOptions = {}) {
    const { startMs = 250, shortestWaitMs = 250, longestWaitMs = 3_000, maxWindow = 16 } = options;
    this.#shortestWaitMs = shortestWaitMs;
    this.#longestWaitMs = longestWaitMs;
    this.#maxWindow = maxWindow;
    this.#smoothMs = startMs;
    this.#variationMs = startMs / 4;
  }

  /** Questions that may wait for their answers at once. */
  get window(): number {
    return Math.floor(this.#window);
  }

  /** @param tries how often it was asked, this time included: each silence makes the next wait longer */
  waitMs(tries: number): number {
    const waitMs = Math.max(this.#shortestWaitMs, this.#smoothMs + 4 * this.#variationMs);
    return Math.min(this.#longestWaitMs, waitMs * Math.max(this.#slack, growth ** (tries - 1)));
  }

  /** An answer came. @param roundTripMs undefined where it was asked more than once: who knows which was answered */
  answered(roundTripMs: number | undefined): void {
    this.#window = Math.min(this.#maxWindow, this.#window + 0.5);
    if (roundTripMs === undefined) return;
    this.#slack = 1;
    if (!this.#measured) {
      this.#measured = true;
      this.#smoothMs = roundTripMs;
      this.#variationMs = roundTripMs / 2;
      return;
    }
    this.#variationMs += (Math.abs(roundTripMs - this.#smoothMs) - this.#variationMs) / 4;
    this.#smoothMs += (roundTripMs - this.#smoothMs) / 8;
  }

  silent(): void {
    this.#window = Math.max(4, this.#window * 0.8);
    this.#slack = Math.min(mostSlack, this.#slack * growth);
  }
}
