import type { LatLon } from "../geo/lat-lon.ts";
import type { Plan } from "./plan.ts";
import type { PlanContext } from "./plan-context.ts";
import { planTrack } from "./plan-track.ts";
import { timeTrack } from "./time-track.ts";

/** Where a vehicle should be at a time. Between two of them it goes straight and evenly; two at one place are a wait. */
export interface TimedPoint extends LatLon {
  /** Since the mission began. Never falls along a path. */
  readonly atS: number;
  /** Absent where neither terrain nor home's height is known. */
  readonly altMslM?: number;
  /** Absent where the vehicle starts. */
  readonly elementId?: string;
}

/** A plan as it should come about. */
export interface TimedPath {
  readonly points: readonly TimedPoint[];
  /**
   * Loops until stopped: the last point lies where this one lies, and from there it goes on, so that a round takes the difference
   * of their times.
   */
  readonly repeatsFromIndex?: number;
}

/** Where a plan's vehicle should be when, its loops unrolled; see `timeTrack` for how it is timed. */
export const timedPath = (plan: Plan, context: PlanContext): TimedPath => {
  const track = planTrack(plan, context);
  const points: TimedPoint[] = [];
  let repeatsFromIndex: number | undefined;
  timeTrack(track.nodes, track.performance, context.wind).nodes.forEach(({ node, arriveS, leaveS }, index) => {
    if (index === track.repeatsFromIndex) repeatsFromIndex = points.length;
    const point: Omit<TimedPoint, "atS"> = {
      ...node.place,
      ...(node.altMslM === undefined ? {} : { altMslM: node.altMslM }),
      ...(node.elementId === undefined ? {} : { elementId: node.elementId }),
    };
    points.push({ ...point, atS: arriveS });
    if (leaveS > arriveS) points.push({ ...point, atS: leaveS });
  });
  return { points, ...(repeatsFromIndex === undefined ? {} : { repeatsFromIndex }) };
};
