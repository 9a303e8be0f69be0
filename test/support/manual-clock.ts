import type { LinkClock } from "../../hardware/link/link-clock.ts";

/** A clock that stands still until a test moves it. */
export class ManualClock implements LinkClock {
  #nowMs = 0;
  readonly #timers = new Set<{ readonly atMs: number; readonly then: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  utcUs(): number {
    return 1_795_299_851_000_000 + this.#nowMs * 1000;
  }

  after(delayMs: number, then: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, then };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass; what falls due is called in its order, and promises settle after each. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await new Promise((resolve) => setImmediate(resolve));
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = due.atMs;
      due.then();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#nowMs = untilMs;
  }
}
