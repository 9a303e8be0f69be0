/**
 * How long an answer takes on this link, by RFC 6298: a smoothed round trip, its deviation, and from them how long to wait
 * before asking again. Only answers to messages that were sent once are measured (Karn), and a time-out's longer wait stays
 * until the next clean measurement. Other than for TCP a copy costs next to nothing here, so that a link on which some
 * packets are late by seconds is asked again by its quick ones.
 */
export interface RoundTrip {
  readonly smoothMs: number | undefined;
  readonly deviationMs: number;
  /** The shortest of late; it forgets slowly. */
  readonly leastMs: number;
  /** 1, or more after time-outs. */
  readonly backOff: number;
}

const firstWaitMs = 1_000;
/** A tick of the clock that drives us, and an autopilot's own loop. */
const leastWaitMs = 100;
/** As long as ArduPilot's own second, beyond which it asks by itself. */
const mostWaitMs = 1_000;
const longestFirstWaitMs = 3_000;
/** Of the shortest round trip: what takes longer was lost, or is as good as lost. */
const patience = 3;

/** Nothing measured yet. */
export const freshRoundTrip: RoundTrip = { smoothMs: undefined, deviationMs: 0, leastMs: Infinity, backOff: 1 };

/** @param tookMs from the only sending to its answer */
export const measured = ({ smoothMs, deviationMs, leastMs }: RoundTrip, tookMs: number): RoundTrip =>
  smoothMs === undefined
    ? { smoothMs: tookMs, deviationMs: tookMs / 2, leastMs: tookMs, backOff: 1 }
    : {
        smoothMs: smoothMs + (tookMs - smoothMs) / 8,
        deviationMs: deviationMs + (Math.abs(tookMs - smoothMs) - deviationMs) / 4,
        leastMs: Math.min(tookMs, leastMs * 1.02),
        backOff: 1,
      };

/** Nothing came: waits longer from now on. */
export const timedOut = (trip: RoundTrip): RoundTrip => ({ ...trip, backOff: Math.min(8, trip.backOff * 1.5) });

/** Something came, though it can't be measured: the link is alive. */
export const eased = (trip: RoundTrip): RoundTrip => ({ ...trip, backOff: Math.max(1, trip.backOff / 2) });

/** How long to wait for an answer before asking again, ms. */
export const waitMs = ({ smoothMs, deviationMs, leastMs, backOff }: RoundTrip): number => {
  if (smoothMs === undefined) return Math.min(longestFirstWaitMs, firstWaitMs * backOff);
  const patientMs = Math.max(leastWaitMs * patience, leastMs * patience);
  const onceMs = Math.min(patientMs, Math.max(leastWaitMs, smoothMs + Math.max(20, 4 * deviationMs)));
  // A link that is slow by itself may wait longer than one that only loses.
  return Math.min(Math.max(mostWaitMs, onceMs), onceMs * backOff);
};
