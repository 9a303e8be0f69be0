import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { performanceOf } from "../../../shared/plan/performance.ts";
import type { Fence } from "../../../shared/plan/plan.ts";
import { flies } from "../../../shared/plan/plan-context.ts";
import { defaultAltitude, defaultSpeedMps } from "../../../shared/plan/plan-defaults.ts";
import { detourFactors } from "../../../shared/search/dispatch/travel-speeds.ts";
import type { AutopilotFamily, VehicleId, VehicleKind, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { enduranceOf } from "./candidates.ts";
import { drivingView, flyingView } from "./search-camera.ts";
import type { There, VehicleThere } from "./who-is-there.ts";

/** A vehicle that can be given a way of its own over the map; plain data, handed to the worker. */
export interface PlacedFlyer {
  /** "vehicle/ID". */
  readonly id: string;
  readonly place: LatLon;
  readonly homePlace?: LatLon;
  readonly headingRad?: number;
  readonly flies: boolean;
  readonly speedMps: number;
  readonly swathM: number;
  /** That one pass finds the subject, 0 to 1. */
  readonly detection: number;
  readonly turnS: number;
  /** Until it must have landed, reserve, climb and descent taken off, s. */
  readonly enduranceS: number;
  readonly autopilot: AutopilotFamily;
  /** That hold for it. */
  readonly fences: readonly Fence[];
  /** The way that it is on, where it has no other job: another is offered instead only where it adds clearly more. */
  readonly now?: { readonly jobId: string; readonly path: readonly LatLon[] };
}

/** Those that can turn on the spot: what flies on wings can't follow such a way. */
const turning: ReadonlySet<VehicleKind> = new Set(["multirotor", "helicopter", "ground-robot"]);
/** Braking to stand and speeding up again at 2.5 m/s², s; a robot turns as fast as it stands. */
const turnS = { flying: 4, walking: 2 } as const;

/** The vehicles that can fly or walk a way of their own: those that are free, and those that are on such a way now. */
export const flyersOf = (
  { vehicles, takenWays }: There,
  fencesOf: (id: VehicleId) => { readonly fences: readonly Fence[] },
): readonly PlacedFlyer[] =>
  vehicles.flatMap((there): readonly PlacedFlyer[] => {
    const flyer = flyerOf(there, fencesOf);
    if (flyer === undefined || there.readiness === "ready") return flyer === undefined ? [] : [flyer];
    const way = takenWays.find(({ vehicleId, isAll }) => isAll && vehicleId === there.vehicle.id);
    return way === undefined ? [] : [{ ...flyer, now: { jobId: way.jobId, path: way.path } }];
  });

/** Undefined where it can't, or it isn't known how it would. */
export const flyerOf = (
  { vehicle, camera, place }: VehicleThere,
  fencesOf: (id: VehicleId) => { readonly fences: readonly Fence[] },
): PlacedFlyer | undefined => {
  const { kind, home, armed, headingRad, autopilot, position } = vehicle;
  if (place === undefined || camera === undefined || !turning.has(kind)) return undefined;
  const isFlying = flies(kind);
  // What comes down again must know where.
  if (isFlying && home === undefined) return undefined;
  const { swathM, share } = isFlying ? flyingView(camera, defaultAltitude(kind).m) : drivingView(camera);
  if (!(swathM > 0 && share > 0)) return undefined;
  const isMoving = armed && (isFlying ? (position?.altHomeM ?? 0) > 2 : true);
  return {
    ...{ id: `vehicle/${vehicle.id}`, place, flies: isFlying, autopilot, swathM, detection: share },
    speedMps: defaultSpeedMps(kind),
    turnS: isFlying ? turnS.flying : turnS.walking,
    // Where a robot walks, straight lines are too short.
    enduranceS: isFlying
      ? Math.max(0, enduranceOf(vehicle) - upAndDownS(vehicle, isMoving))
      : enduranceOf(vehicle) / detourFactors.foot,
    fences: isFlying ? fencesOf(vehicle.id).fences : [],
    ...(home === undefined ? {} : { homePlace: { latDeg: home.latDeg, lonDeg: home.lonDeg } }),
    ...(isMoving && headingRad !== undefined ? { headingRad } : {}),
  };
};

/** What climbing and coming down take, s. */
const upAndDownS = ({ kind, autopilot }: VehicleState, isInTheAir: boolean): number => {
  const { climbMps, descendMps, landMps, slowBelowM } = performanceOf(kind, autopilot);
  const heightM = defaultAltitude(kind).m;
  return (isInTheAir ? 0 : heightM / climbMps) + Math.max(0, heightM - slowBelowM) / descendMps + slowBelowM / landMps;
};
