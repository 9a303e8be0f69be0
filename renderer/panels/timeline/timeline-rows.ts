import type { MissionTimeline, TimelineLane } from "../../../shared/archive/timeline.ts";

/** The ruler's height, and a finger's at that. */
export const rulerPx = 30;
/** Modes above, what happened below, armed along its foot. */
const vehicleRowPx = 33;
const rowPx = 19;

/** A lane with its place below the ruler. */
export interface TimelineRow {
  readonly lane: TimelineLane;
  readonly yPx: number;
  readonly heightPx: number;
}

/** Lanes under one another; those where nothing ever happened are left out, vehicles never. */
export const rowsOf = ({ lanes }: Pick<MissionTimeline, "lanes">): readonly TimelineRow[] => {
  let yPx = rulerPx;
  return lanes.flatMap((lane) => {
    const isEmpty = lane.spans.length === 0 && lane.marks.length === 0;
    if (isEmpty && lane.kind !== "vehicle") return [];
    const heightPx = lane.kind === "vehicle" ? vehicleRowPx : rowPx;
    // In order, so that a window's marks are found at once.
    const marks = lane.marks.toSorted((a, b) => a.positionMs - b.positionMs);
    const row = { lane: { ...lane, marks }, yPx, heightPx };
    yPx += heightPx;
    return [row];
  });
};

export const rowsHeightPx = (rows: readonly TimelineRow[]): number => {
  const last = rows.at(-1);
  return last === undefined ? rulerPx : last.yPx + last.heightPx;
};

export const rowAt = (rows: readonly TimelineRow[], yPx: number): TimelineRow | undefined =>
  rows.find((row) => yPx >= row.yPx && yPx < row.yPx + row.heightPx);
