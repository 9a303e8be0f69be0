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

/** UTC as slow as this beside the mission's clock is a simulation's that was flown faster than life. */
const fastRate = 0.9;

/**
 * The same for a ruler, which counts on evenly: undefined too where a simulation ran faster than life. There UTC, which counts
 * as life does, is set back again and again, and labels would jump.
 */
export const rulerUtcMs = (
  timeline: Pick<MissionTimeline, "clock" | "startUtcMs">,
  positionMs: number,
): number | undefined => {
  const { clock } = timeline;
  const [first, last] = [clock[0], clock.at(-1)];
  // One step back is a clock that was set.
  if (first !== undefined && last !== undefined && clock.length > 2) {
    const rate = 1 + (last.utcOffsetMs - first.utcOffsetMs) / (last.fromMs - first.fromMs);
    const isAlwaysBack = clock.every(({ utcOffsetMs }, i) => i === 0 || utcOffsetMs < (clock[i - 1]?.utcOffsetMs ?? 0));
    if (isAlwaysBack && rate > 0 && rate < fastRate) return undefined;
  }
  return missionUtcMs(timeline, positionMs);
};
