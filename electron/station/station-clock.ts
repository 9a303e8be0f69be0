import { type LinkClock, systemLinkClock } from "../../hardware/link/link-clock.ts";

/** The one clock of a station: every `...Ms` of its state is on it. */
export interface StationClock {
  /** Station ms; never goes back. */
  nowMs(): number;
  /**
   * UTC that belongs to `nowMs()` and runs with it: what a mission's records, reports and ages are dated by. Of a scenario that is
   * faster than life it isn't the computer's, which links, certificates and people's own devices go by.
   * @param atMs `nowMs()` as it was just read: a busy computer may have stopped since
   */
  utcMs(atMs?: number): number;
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

/**
 * The scenario's clock, `speed` times as fast as the machine's: a simulated vehicle's seconds are the station's, in UTC too. It
 * begins with the machine's UTC, or where the record ends: an earlier scenario may have run ahead, and what goes on comes after it.
 */
export const simulationClock = (
  source: ClockSource,
  {
    speed,
    afterUtcMs = Number.NEGATIVE_INFINITY,
  }: { readonly speed: number; readonly afterUtcMs?: number | undefined },
): StationClock => {
  const startMs = source.monotonicMs();
  const startUtcMs = Math.max(source.utcMs(), afterUtcMs);
  const nowMs = () => startMs + (source.monotonicMs() - startMs) * speed;
  return {
    nowMs,
    utcMs: (atMs = nowMs()) => Math.floor(startUtcMs + atMs - startMs),
    rate: () => speed,
  };
};

/** Links stamp what they carry by the station's UTC; how long they wait for others is real time. */
export const linkClock = (clock: Pick<StationClock, "utcMs">): LinkClock => ({
  ...systemLinkClock,
  utcUs: () => clock.utcMs() * 1000,
});
