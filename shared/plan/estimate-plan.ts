import type { Plan } from "./plan.ts";
import { flies, type PlanContext } from "./plan-context.ts";
import { type PlanTrack, planTrack } from "./plan-track.ts";
import { returnNodes } from "./return-track.ts";
import { type TimedTrack, timeTrack } from "./time-track.ts";
import type { TrackNode } from "./track-node.ts";

/** When the vehicle first comes to an element. */
export interface ElementArrival {
  readonly elementId: string;
  readonly atDistanceM: number;
  readonly atS: number;
  readonly altMslM?: number;
}

/** What a plan takes. */
export interface PlanEstimate {
  /** Along the ground, climbs and descents on the spot included. */
  readonly distanceM: number;
  readonly durationS: number;
  /** It loops until stopped: all this is for one round. */
  readonly perRound: boolean;
  /** Loops with more rounds than were counted: it takes longer. */
  readonly cut: boolean;
  readonly byElement: readonly ElementArrival[];
  /** The way home from its end, where the plan itself does not end by returning or landing; in `batteryNeededFraction`, not in `durationS`. */
  readonly returnS: number;
  /** Parts of a full battery, 0 to 1; needed may be more. */
  readonly batteryNeededFraction: number;
  /** What it has now, where it says. */
  readonly batteryLeftFraction?: number;
  readonly reserveFraction: number;
  /**
   * Whether what is left covers what is needed and the reserve. Not known where what is needed isn't: no home for the way back,
   * rounds without end or beyond what was counted; no, where it doesn't get along against the wind.
   */
  readonly enough: "yes" | "no" | "unknown";
  /** By the vehicle's own remaining time in the air, or by its kind's usual endurance. */
  readonly basis: "measured" | "assumed";
  /** Against this wind, m/s, it doesn't get along somewhere. */
  readonly standingInWindMps?: number;
}

/** A measured rate from less than this is noise. */
const leastMeasuredFraction = 0.05;

/**
 * Tells what a plan takes in way, time (see `timeTrack`) and battery. Battery needed = (duration + way home) x rate; rate = fraction
 * left / time left, as the vehicle itself measures in flight, else 1 / the usual endurance of its kind.
 */
export const estimatePlan = (plan: Plan, context: PlanContext): PlanEstimate => {
  const track = planTrack(plan, context);
  const { nodes, standingInWindMps } = timeTrack(track.nodes, track.performance, context.wind);
  const last = nodes.at(-1);
  const durationS = last?.leaveS ?? 0;
  const wayHome = timedWayHome(track, plan, context);
  const returnS = wayHome?.nodes.at(-1)?.arriveS ?? 0;
  const { ratePerS, basis } = batteryRate(context, track.performance.enduranceS);
  const batteryNeededFraction = (durationS + returnS) * ratePerS;
  const left = context.battery?.fraction;
  const isEnough = left !== undefined && batteryNeededFraction + plan.reserveFraction <= left;
  const stands = standingInWindMps !== undefined || wayHome?.standingInWindMps !== undefined;
  const isAllCounted =
    !track.cut && track.repeatsFromIndex === undefined && (track.home !== undefined || !flies(context.kind));
  return {
    distanceM: last?.atDistanceM ?? 0,
    durationS,
    perRound: track.repeatsFromIndex !== undefined,
    cut: track.cut,
    byElement: arrivals(nodes),
    returnS,
    batteryNeededFraction,
    reserveFraction: plan.reserveFraction,
    enough: left === undefined ? "unknown" : !isEnough || stands ? "no" : isAllCounted ? "yes" : "unknown",
    basis,
    ...(left === undefined ? {} : { batteryLeftFraction: left }),
    ...(standingInWindMps === undefined ? {} : { standingInWindMps }),
  };
};

const arrivals = (nodes: ReturnType<typeof timeTrack>["nodes"]): readonly ElementArrival[] => {
  const first = new Map<string, ElementArrival>();
  for (const { node, atDistanceM, arriveS } of nodes) {
    const { elementId, altMslM } = node;
    if (elementId === undefined || first.has(elementId)) continue;
    first.set(elementId, { elementId, atDistanceM, atS: arriveS, ...(altMslM === undefined ? {} : { altMslM }) });
  }
  return [...first.values()];
};

/** Robots needn't come back to be safe; what flies must come down, best at home. */
const timedWayHome = (track: PlanTrack, plan: Plan, context: PlanContext): TimedTrack | undefined => {
  const last = track.nodes.at(-1);
  const { home, ended, heights, performance } = track;
  if (ended || last === undefined || home === undefined || !flies(context.kind)) return undefined;
  const ways = returnNodes(last, { home, heights, performance }).map(
    ({ place, altMslM, landing = false }): TrackNode => ({
      place,
      speedMps: plan.speedMps,
      holdS: 0,
      smooth: false,
      landing,
      ...(altMslM === undefined ? {} : { altMslM }),
    }),
  );
  return timeTrack([{ ...last, holdS: 0 }, ...ways], performance, context.wind);
};

const batteryRate = (
  { battery }: PlanContext,
  enduranceS: number,
): { readonly ratePerS: number; readonly basis: PlanEstimate["basis"] } => {
  const { fraction = 0, remainingS = 0 } = battery ?? {};
  return fraction >= leastMeasuredFraction && remainingS > 0
    ? { ratePerS: fraction / remainingS, basis: "measured" }
    : { ratePerS: 1 / enduranceS, basis: "assumed" };
};
