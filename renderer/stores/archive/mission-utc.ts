import type { MissionTimeline } from "../../../shared/archive/timeline.ts";

/** UTC of an instant as the mission's clocks had it, ms since 1970; undefined where no log has times. */
export const missionUtcMs = (
  timeline: Pick<MissionTimeline, "clock" | "startUtcMs">,
  positionMs: number,
): number | undefined => {
  const piece = timeline.clock.findLast(({ fromMs }) => fromMs <= positionMs) ?? timeline.clock[0];
  if (piece !== undefined) return positionMs + piece.utcOffsetMs;
  return timeline.startUtcMs === undefined ? undefined : timeline.startUtcMs + positionMs;
};
