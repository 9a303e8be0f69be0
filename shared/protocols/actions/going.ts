import { inverseGeodesic } from "../../geo/geodesic.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import type { Altitude } from "../../units/altitude.ts";
import { wrapPi } from "../../units/angle.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { Job } from "../job.ts";
import { failedJob, impossibleJob, type JobMaker, jobSequence } from "../job-sequence.ts";
import { type ActionContext, flies } from "./action-context.ts";
import { ensureArmed, isInRole, roleModes } from "./modes-and-arming.ts";
import { repositionJob } from "./reposition.ts";
import { awayM, hitsGround, isNoGoal, type TargetHeight, targetHeight } from "./target-height.ts";

/** Somewhere to go, drawn by a person. */
export interface Goal {
  readonly place: LatLon;
  readonly altitude?: Altitude | undefined;
  readonly speedMps?: number | undefined;
  readonly headingRad?: number | undefined;
  readonly radiusM?: number | undefined;
}

/** A multirotor turns and tilts first; a robot stands up. */
const underWayMs = 20_000;
const thereM = 3;
const nearerM = 1;
const movingMps = 0.4;
const climbedM = 0.7;
const positionLivesMs = 5_000;

/** Whether it knows where it is, now. */
export const knowsPlace = ({ position }: VehicleState, nowMs: number): boolean =>
  position !== undefined && nowMs - position.atMs <= positionLivesMs;

/** How fast it comes nearer: one that still flies to where it was sent before does not. */
const closingMps = ({ position, velocity }: VehicleState, place: LatLon): number => {
  const { northMps, eastMps } = velocity ?? {};
  if (position === undefined || northMps === undefined || eastMps === undefined) return 0;
  const { azimuthRad } = inverseGeodesic(position, place);
  return northMps * Math.cos(azimuthRad) + eastMps * Math.sin(azimuthRad);
};

const movesTowards =
  (start: VehicleState, goal: Goal, height: TargetHeight & { readonly ok: true }) =>
  (now: VehicleState): boolean => {
    // Where nothing is known of its modes, only what it does counts.
    if (roleModes(now, "guided").length > 0 && !isInRole(now, "guided")) return false;
    const [before, left] = [awayM(start, goal.place) ?? 0, awayM(now, goal.place) ?? 0];
    if (left > thereM) return before - left >= nearerM || closingMps(now, goal.place) >= movingMps;
    const [was, is] = [start.position?.altMslM, now.position?.altMslM];
    if (!flies(now) || height.mslM === undefined || was === undefined || is === undefined) return true;
    const remainingM = height.mslM - is;
    return Math.abs(remainingM) < 1 || (is - was) * Math.sign(height.mslM - was) >= climbedM;
  };

/** Goes to a place; done when it is on its way there (or there already) and its mode says that it obeys. */
export const goJob = (context: ActionContext, vehicle: VehicleState, goal: Goal): Job => {
  if (!knowsPlace(vehicle, context.nowMs)) return failedJob("no-position");
  if (flies(vehicle) && !vehicle.armed) return impossibleJob("not-armed");
  const noGoal = isNoGoal(context, vehicle, goal.place, goal.altitude);
  if (noGoal !== undefined) return impossibleJob(noGoal);
  const wanted = flies(vehicle) ? goal.altitude : undefined;
  const height = surfaceHeight(vehicle) ?? targetHeight(context, vehicle, goal.place, wanted);
  if (!height.ok) return failedJob(height.fault.code, height.fault.params);
  if (flies(vehicle) && height.mslM !== undefined && hitsGround(context, vehicle, goal.place, height.mslM))
    return impossibleJob("terrain");
  const go: JobMaker = (now) =>
    repositionJob(context, now, { ...goal, height }, { isSo: movesTowards(now, goal, height), withinMs: underWayMs });
  return jobSequence(vehicle, [flies(vehicle) ? () => undefined : ensureArmed(context), go]);
};

/** On the ground heights don't count. */
const surfaceHeight = (vehicle: VehicleState): (TargetHeight & { readonly ok: true }) | undefined => {
  if (flies(vehicle)) return undefined;
  const mslM = vehicle.position?.altMslM;
  return vehicle.autopilot === "px4" && mslM !== undefined
    ? { ok: true, frame: 0, z: mslM }
    : { ok: true, frame: 3, z: 0 };
};

/** Up or down where it is. */
export const heightJob = (context: ActionContext, vehicle: VehicleState, altitude: Altitude): Job => {
  if (!flies(vehicle)) return impossibleJob("ground-vehicle");
  const { position } = vehicle;
  if (position === undefined) return failedJob("no-position");
  return goJob(context, vehicle, { place: { latDeg: position.latDeg, lonDeg: position.lonDeg }, altitude });
};

const facingRad = 0.12;

/** Whether it looks that way. */
export const faces = (vehicle: VehicleState, headingRad: number): boolean => {
  const { headingRad: now, attitude } = vehicle;
  const current = attitude?.yawRad ?? now;
  return current !== undefined && Math.abs(wrapPi(current - headingRad)) <= facingRad;
};
