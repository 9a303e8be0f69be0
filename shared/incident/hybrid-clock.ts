import type { HybridTime, IncidentEvent } from "./incident-event.ts";

/**
 * How far a time from outside may lie ahead of our own clock and still move our hybrid time, ms. A clock that is off by more is
 * simply wrong: its events keep their times, but ours go on by our own clock, so that one bad computer can't date everybody's
 * entries into tomorrow. What knew of what is told by `seen`, not by time.
 */
export const mostAheadMs = 60_000;

/** The time of our own next event: never before, and never the same as, the one before it. */
export const timeAfter = (last: HybridTime | undefined, nowUtcMs: number): HybridTime =>
  last === undefined || nowUtcMs > last.utcMs
    ? { utcMs: nowUtcMs, counter: 0 }
    : { utcMs: last.utcMs, counter: last.counter + 1 };

/** What our newest time becomes by an event of another station: what we stamp from now on comes after both. */
export const timeHeard = (
  last: HybridTime | undefined,
  heard: HybridTime,
  nowUtcMs: number,
): HybridTime | undefined => {
  if (heard.utcMs > nowUtcMs + mostAheadMs) return last;
  return last !== undefined && compareTimes(last, heard) >= 0 ? last : heard;
};

/** Negative where `a` was before `b`. */
export const compareTimes = (a: HybridTime, b: HybridTime): number => a.utcMs - b.utcMs || a.counter - b.counter;

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The one order of all events that every station agrees on. */
export const compareEvents = (a: IncidentEvent, b: IncidentEvent): number =>
  compareTimes(a.time, b.time) || compareTexts(a.stationId, b.stationId) || a.n - b.n || compareTexts(a.id, b.id);

/** When it happened, UTC ms. */
export const happenedMs = (event: IncidentEvent): number => event.happenedUtcMs ?? event.time.utcMs;
