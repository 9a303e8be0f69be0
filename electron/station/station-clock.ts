/** The one clock of a station: every `...Ms` of its state is on it. */
export interface StationClock {
  /** Station ms; never goes back. */
  nowMs(): number;
  /** UTC that belongs to `nowMs()`. */
  utcMs(): number;
  /** How many station ms pass in one real ms. */
  rate(): number;
}

/** What a live clock reads; handed in so that a test can let the wall clock jump. */
export interface ClockSource {
  monotonicMs(): number;
  utcMs(): number;
}

/** The machine's own clocks. */
export const systemClock: ClockSource = {
  monotonicMs: () => performance.now(),
  utcMs: () => Date.now(),
};

/** Real time. */
export const liveClock = (source: ClockSource): StationClock => ({
  nowMs: () => source.monotonicMs(),
  utcMs: () => source.utcMs(),
  rate: () => 1,
});

/** A step of the wall clock against the monotonic one that is more than drift or a leap second's smear, ms. */
const jumpMs = 1000;

/**
 * Finds steps of the computer's wall clock (set by hand, by a time server, by waking up): records are named and stamped by it.
 * @returns asks once: the step in ms since the previous call, or undefined where there was none
 */
export const watchClockJumps = (source: ClockSource): (() => number | undefined) => {
  let offsetMs = source.utcMs() - source.monotonicMs();
  return () => {
    const nowOffsetMs = source.utcMs() - source.monotonicMs();
    const stepMs = nowOffsetMs - offsetMs;
    offsetMs = nowOffsetMs;
    return Math.abs(stepMs) > jumpMs ? stepMs : undefined;
  };
};

/** The scenario's clock, `speed` times as fast as the machine's: a simulated vehicle's seconds are the station's. */
export const simulationClock = (source: ClockSource, speed: number): StationClock => {
  const startMs = source.monotonicMs();
  return {
    nowMs: () => startMs + (source.monotonicMs() - startMs) * speed,
    utcMs: () => source.utcMs(),
    rate: () => speed,
  };
};
