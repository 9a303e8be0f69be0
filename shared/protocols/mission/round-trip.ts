/**
 * How long an answer takes on this link, by RFC 6298: a smoothed round trip, its deviation, and from them how long to wait
 * before asking again. Only answers to messages that were sent once are measured (Karn), and a time-out's longer wait stays
 * until the next clean measurement.
 */
export interface RoundTrip {
  readonly smoothMs: number | undefined;
  readonly deviationMs: number;
  /** 1, or more after time-outs. */
  readonly backOff: number;
}

const firstWaitMs = 1_000;
/** A tick of the clock that drives us, and an autopilot's own loop. */
const leastWaitMs = 100;
/** As long as ArduPilot's own second, beyond which it asks by itself. */
const mostWaitMs = 1_000;
const longestWaitMs = 3_000;

/** Nothing measured yet. */
export const freshRoundTrip: RoundTrip = { smoothMs: undefined, deviationMs: 0, backOff: 1 };

/** @param tookMs from the only sending to its answer */
export const measured = ({ smoothMs, deviationMs }: RoundTrip, tookMs: number): RoundTrip =>
  smoothMs === undefined
    ? { smoothMs: tookMs, deviationMs: tookMs / 2, backOff: 1 }
    : {
        smoothMs: smoothMs + (tookMs - smoothMs) / 8,
        deviationMs: deviationMs + (Math.abs(tookMs - smoothMs) - deviationMs) / 4,
        backOff: 1,
      };

/** Nothing came: waits longer from now on. */
export const timedOut = (trip: RoundTrip): RoundTrip => ({ ...trip, backOff: Math.min(8, trip.backOff * 1.5) });

/** How long to wait for an answer before asking again, ms. */
export const waitMs = ({ smoothMs, deviationMs, backOff }: RoundTrip): number => {
  if (smoothMs === undefined) return Math.min(longestWaitMs, firstWaitMs * backOff);
  const onceMs = Math.max(leastWaitMs, smoothMs + Math.max(20, 4 * deviationMs));
  // A link that is slow by itself may wait longer than one that only loses.
  return Math.min(Math.max(mostWaitMs, Math.min(longestWaitMs, onceMs)), onceMs * backOff);
};
