/** Time as links need it; tests hand in their own. */
export interface LinkClock {
  /** Monotonic, ms. */
  nowMs(): number;
  /** UTC, microseconds since 1970. */
  utcUs(): number;
  /** Calls `then` once after `delayMs`. @returns the cancel */
  after(delayMs: number, then: () => void): () => void;
}

/** The machine's own clock and timers. */
export const systemLinkClock: LinkClock = {
  nowMs: () => performance.now(),
  utcUs: () => Date.now() * 1000,
  after(delayMs, then) {
    const timer = setTimeout(then, delayMs);
    return () => clearTimeout(timer);
  },
};
