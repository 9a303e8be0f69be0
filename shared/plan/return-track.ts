import type { LatLon } from "../geo/lat-lon.ts";
import type { Performance } from "./performance.ts";
import type { PlanHome } from "./plan-context.ts";
import type { PlanHeights } from "./plan-heights.ts";
import type { TrackNode } from "./track-node.ts";

/** A part of the way home. */
export interface ReturnNode {
  readonly place: LatLon;
  readonly altMslM: number | undefined;
  readonly landing?: boolean;
}

/** The way home of what flies: up to the return height where it is lower, across, and down to the ground. */
export const returnNodes = (
  last: Pick<TrackNode, "place" | "altMslM">,
  { home, heights, performance }: { home: PlanHome; heights: PlanHeights; performance: Performance },
): readonly ReturnNode[] => {
  const { homeMslM } = heights;
  const { altMslM = homeMslM } = last;
  const crossMslM =
    homeMslM === undefined || altMslM === undefined ? altMslM : Math.max(altMslM, homeMslM + performance.returnHeightM);
  return [
    { place: last.place, altMslM: crossMslM },
    { place: home, altMslM: crossMslM },
    { place: home, altMslM: homeMslM, landing: true },
  ];
};
