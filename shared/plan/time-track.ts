import { inverseGeodesic } from "../geo/geodesic.ts";
import type { Performance } from "./performance.ts";
import type { PlanContext } from "./plan-context.ts";
import type { TrackNode } from "./track-node.ts";

/** A node and when it is reached and left, s since the start; the way to it, m. */
export interface TimedNode {
  readonly node: TrackNode;
  /** Along the ground since the start, with climbs and descents on the spot. */
  readonly atDistanceM: number;
  readonly arriveS: number;
  readonly leaveS: number;
}

/** The whole way in time. */
export interface TimedTrack {
  readonly nodes: readonly TimedNode[];
  /** The strongest wind against the way that leaves the vehicle standing, m/s; absent where it gets along. */
  readonly standingInWindMps?: number;
}

interface Leg {
  readonly lengthM: number;
  readonly azimuthRad: number;
  /** Up positive; unknown counts as level. */
  readonly climbM: number;
  readonly mostMps: number;
  /** What the wind leaves of the fastest air speed. */
  readonly windMps: number;
}

/** Slower than this against the wind it doesn't get anywhere. */
const crawlMps = 0.3;
/** Shorter is straight up or down. */
const verticalM = 0.5;

/**
 * Times a way. Each leg has a highest speed: what the plan says, what the wind leaves of the fastest air speed
 * (sqrt(air^2 - across^2) - against), and what lets it climb or descend in time (length * rate / height). A corner of angle a is
 * taken at the slower leg's speed times max(0, cos a); what waits, climbs on the spot or ends is at rest. Speeds in between follow
 * from v^2 = u^2 + 2 a s, forwards and backwards, and a leg's time from its trapezium of speeds. What has no stated acceleration
 * (a fixed wing) keeps its speed.
 */
export const timeTrack = (
  nodes: readonly TrackNode[],
  performance: Performance,
  wind: PlanContext["wind"],
): TimedTrack => {
  const legs = nodes.slice(1).map((to, index) => legTo(nodes[index] ?? to, to, performance, wind));
  const speeds = nodeSpeeds(nodes, legs, performance);
  let atDistanceM = 0;
  let atS = 0;
  const timed = nodes.map((node, index): TimedNode => {
    const leg = legs[index - 1];
    if (leg !== undefined) {
      atDistanceM += leg.lengthM < verticalM ? Math.abs(leg.climbM) : leg.lengthM;
      atS += legS(leg, node, speeds[index - 1] ?? 0, speeds[index] ?? 0, performance);
    }
    const arriveS = atS;
    atS += node.holdS;
    return { node, atDistanceM, arriveS, leaveS: atS };
  });
  const against = legs
    .filter(({ lengthM, windMps }) => lengthM >= verticalM && windMps <= crawlMps)
    .map((leg) => headwindMps(leg.azimuthRad, wind));
  return { nodes: timed, ...(against.length === 0 ? {} : { standingInWindMps: Math.max(...against) }) };
};

const headwindMps = (azimuthRad: number, wind: PlanContext["wind"]): number =>
  wind === undefined ? 0 : wind.speedMps * Math.cos(wind.fromRad - azimuthRad);

const legTo = (from: TrackNode, to: TrackNode, performance: Performance, wind: PlanContext["wind"]): Leg => {
  const { distanceM: lengthM, azimuthRad } = inverseGeodesic(from.place, to.place);
  const climbM = from.altMslM === undefined || to.altMslM === undefined ? 0 : to.altMslM - from.altMslM;
  const acrossMps = wind === undefined ? 0 : wind.speedMps * Math.sin(wind.fromRad - azimuthRad);
  const { airMps, climbMps, descendMps } = performance;
  const windMps = Math.sqrt(Math.max(0, airMps ** 2 - acrossMps ** 2)) - headwindMps(azimuthRad, wind);
  const rateMps = climbM > 0 ? climbMps : descendMps;
  const climbingMps = climbM === 0 ? Number.POSITIVE_INFINITY : (lengthM * rateMps) / Math.abs(climbM);
  const reachedMps = Math.min(to.speedMps, climbingMps);
  return { lengthM, azimuthRad, climbM, windMps, mostMps: Math.min(reachedMps, Math.max(crawlMps, windMps)) };
};

const nodeSpeeds = (nodes: readonly TrackNode[], legs: readonly Leg[], { accelerationMps2 }: Performance): number[] => {
  const speeds = nodes.map((node, index) => cornerMps(node, legs[index - 1], legs[index]));
  if (accelerationMps2 === undefined) return speeds;
  const reach = (mps: number, { lengthM }: Leg) => Math.sqrt(mps ** 2 + 2 * accelerationMps2 * lengthM);
  legs.forEach((leg, index) => {
    speeds[index + 1] = Math.min(speeds[index + 1] ?? 0, reach(speeds[index] ?? 0, leg));
  });
  for (let index = legs.length - 1; index >= 0; index--) {
    const leg = legs[index];
    if (leg !== undefined) speeds[index] = Math.min(speeds[index] ?? 0, reach(speeds[index + 1] ?? 0, leg));
  }
  return speeds;
};

const cornerMps = (node: TrackNode, before: Leg | undefined, after: Leg | undefined): number => {
  if (before === undefined || after === undefined || node.holdS > 0) return 0;
  if (before.lengthM < verticalM || after.lengthM < verticalM) return 0;
  const slowerMps = Math.min(before.mostMps, after.mostMps);
  return node.smooth ? slowerMps : slowerMps * Math.max(0, Math.cos(after.azimuthRad - before.azimuthRad));
};

const legS = (leg: Leg, node: TrackNode, fromMps: number, toMps: number, performance: Performance): number => {
  const { lengthM, climbM, mostMps } = leg;
  const { accelerationMps2: a } = performance;
  if (lengthM < verticalM) return verticalS(climbM, node, performance);
  if (a === undefined) return lengthM / mostMps;
  const peakMps = Math.min(mostMps, Math.sqrt(a * lengthM + (fromMps ** 2 + toMps ** 2) / 2));
  const turningM = (2 * peakMps ** 2 - fromMps ** 2 - toMps ** 2) / (2 * a);
  return (2 * peakMps - fromMps - toMps) / a + Math.max(0, lengthM - turningM) / peakMps;
};

const verticalS = (climbM: number, node: TrackNode, performance: Performance): number => {
  const { climbMps, descendMps, landMps, slowBelowM } = performance;
  if (climbM >= 0) return climbM / climbMps;
  const slowM = node.landing ? Math.min(-climbM, slowBelowM) : 0;
  return slowM / landMps + (-climbM - slowM) / descendMps;
};
