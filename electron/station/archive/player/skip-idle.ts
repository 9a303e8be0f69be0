import type { MissionTimeline } from "../../../../shared/archive/timeline.ts";

/** Before something happens again, ms: so that it isn't met in the middle. */
const leadMs = 1_000;

/**
 * Where playing goes on from a place in idle time: just before its end, in the direction of play.
 * @param idle in order, not overlapping
 * @returns the place itself where something happens
 */
export const skipIdle = (idle: MissionTimeline["idle"], positionMs: number, speed: number): number => {
  const span = idle.find(({ fromMs, toMs }) => fromMs <= positionMs && positionMs < toMs);
  if (span === undefined) return positionMs;
  return speed > 0 ? Math.max(positionMs, span.toMs - leadMs) : Math.min(positionMs, span.fromMs + leadMs);
};
