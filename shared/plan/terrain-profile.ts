import { distanceM } from "../geo/geodesic.ts";
import type { LatLon } from "../geo/lat-lon.ts";
import type { Plan } from "./plan.ts";
import type { PlanContext } from "./plan-context.ts";
import { planTrack } from "./plan-track.ts";
import type { TrackNode } from "./track-node.ts";

/** The path and the ground below it at one place; what isn't known is absent, never assumed. */
export interface ProfileSample extends LatLon {
  /** Along the ground since the start. */
  readonly atDistanceM: number;
  readonly groundMslM?: number;
  readonly pathMslM?: number;
  /** Path above ground, m. */
  readonly clearanceM?: number;
  /** The element that it leads to. */
  readonly elementId?: string;
  /** It stands, takes off or lands there: to be near the ground is no mistake. */
  readonly grounded: boolean;
}

/** What is drawn under the map. */
export interface TerrainProfile {
  readonly samples: readonly ProfileSample[];
  readonly lengthM: number;
  /** Part of the samples whose clearance isn't known, 0 to 1. */
  readonly unknownFraction: number;
}

/** However long the way, no more are asked for. */
const mostSamples = 4000;

/** Samples a plan's way at its turns and at least every half cell of the terrain between them, so that no ridge is missed. */
export const terrainProfile = (plan: Plan, context: PlanContext): TerrainProfile => {
  const { nodes } = planTrack(plan, context);
  // Without a known start the first node is a point in the air already.
  const standsFirst = nodes[0]?.elementId === undefined;
  const isGrounded = (index: number) =>
    (standsFirst && (index === 0 || (index === 1 && context.airborne !== true))) || nodes[index]?.landing === true;
  const lengths = nodes.map((node, index) => {
    const before = nodes[index - 1];
    return before === undefined ? 0 : distanceM(before.place, node.place);
  });
  const lengthM = lengths.reduce((sum, length) => sum + length, 0);
  const stepM = Math.max((context.terrain?.cellM ?? 100) / 2, lengthM / mostSamples, 1);
  const samples: ProfileSample[] = [];
  let atDistanceM = 0;
  nodes.forEach((node, index) => {
    const before = nodes[index - 1] ?? node;
    const legM = lengths[index] ?? 0;
    const parts = Math.max(1, Math.ceil(legM / stepM));
    for (let part = index === 0 ? parts : 1; part <= parts; part++)
      samples.push({
        ...sampleAt({ from: before, to: node, share: part / parts }, context),
        atDistanceM: atDistanceM + (legM * part) / parts,
        grounded: isGrounded(index),
      });
    atDistanceM += legM;
  });
  const unknown = samples.filter(({ clearanceM }) => clearanceM === undefined).length;
  return { samples, lengthM, unknownFraction: samples.length === 0 ? 0 : unknown / samples.length };
};

const sampleAt = (
  { from, to, share }: { from: TrackNode; to: TrackNode; share: number },
  { terrain }: PlanContext,
): Omit<ProfileSample, "atDistanceM" | "grounded"> => {
  const latDeg = from.place.latDeg + share * (to.place.latDeg - from.place.latDeg);
  const lonDeg = from.place.lonDeg + share * lonDifference(from.place.lonDeg, to.place.lonDeg);
  const groundMslM = terrain?.heightMslM(latDeg, lonDeg);
  const [fromMslM, toMslM] = [from.altMslM, to.altMslM];
  const pathMslM = fromMslM === undefined || toMslM === undefined ? undefined : fromMslM + share * (toMslM - fromMslM);
  const isKnown = groundMslM !== undefined && pathMslM !== undefined;
  return {
    latDeg,
    lonDeg,
    ...(groundMslM === undefined ? {} : { groundMslM }),
    ...(pathMslM === undefined ? {} : { pathMslM }),
    ...(isKnown ? { clearanceM: pathMslM - groundMslM } : {}),
    ...(to.elementId === undefined ? {} : { elementId: to.elementId }),
  };
};

/** The short way round, across the date line too. */
const lonDifference = (fromDeg: number, toDeg: number): number => {
  const differenceDeg = toDeg - fromDeg;
  return differenceDeg - 360 * Math.round(differenceDeg / 360);
};
