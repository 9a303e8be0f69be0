import { directGeodesic, inverseGeodesic } from "../../geo/geodesic.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import { type GimbalWish, gimbalPlans } from "../gimbal.ts";
import type { Job } from "../job.ts";
import { failedJob, firstJob, impossibleJob, jobSequence, sentJob } from "../job-sequence.ts";
import { type ActionContext, flies, type HeatPlace } from "./action-context.ts";
import { confirmedJob } from "./confirmed-job.ts";
import { goJob, knowsPlace } from "./going.ts";
import { ensureArmed, isInRole, roleModes } from "./modes-and-arming.ts";
import { awayM } from "./target-height.ts";
import { tell } from "./telling.ts";
import { turnJob } from "./turning.ts";

/** Tells the gimbal; done when it accepted. */
export const gimbalJob = (context: ActionContext, vehicle: VehicleState, wish: GimbalWish): Job =>
  tell(context, gimbalPlans(wish, vehicle, context.own));

const groundOf = (context: ActionContext, vehicle: VehicleState, { latDeg, lonDeg, groundMslM }: HeatPlace) =>
  groundMslM ?? context.groundMslM({ latDeg, lonDeg }) ?? vehicle.home?.altMslM;

/**
 * Looks at a place and goes on looking there while the vehicle moves. A robot whose camera is fixed turns itself, but not out
 * of a mission: it would not go on with it.
 * @param altMslM absent: the ground there, as far as it is known
 */
export const lookAtJob = (context: ActionContext, vehicle: VehicleState, place: HeatPlace, altMslM?: number): Job => {
  const hasGimbal = vehicle.gimbal !== undefined || vehicle.gimbalManager !== undefined;
  if (flies(vehicle)) return aimAt(context, vehicle, place, altMslM);
  if (!hasGimbal) return turnTo(context, vehicle, place);
  // What tells where its camera looks need not be able to turn it.
  const ways = [
    (now: VehicleState) => aimAt(context, now, place, altMslM),
    (now: VehicleState) => turnTo(context, now, place),
  ] as const;
  return firstJob(vehicle, ways, ["unsupported"]);
};

/** Slower is standing, by what receivers make of it. */
const standingMps = 0.4;

const turnTo = (context: ActionContext, vehicle: VehicleState, place: LatLon): Job => {
  if (isInRole(vehicle, "auto") && vehicle.armed) return impossibleJob("in-mission");
  // A click into the picture takes nobody's hands off a transmitter, and stops nothing on its way.
  const isReady = isInRole(vehicle, "guided") || isInRole(vehicle, "hold") || roleModes(vehicle, "guided").length === 0;
  if (vehicle.armed && (!isReady || (vehicle.velocity?.groundMps ?? 0) > standingMps)) return impossibleJob("not-held");
  const { position } = vehicle;
  if (position === undefined || !knowsPlace(vehicle, context.nowMs)) return failedJob("no-position");
  return turnJob(context, vehicle, inverseGeodesic(position, place).azimuthRad);
};

const aimAt = (context: ActionContext, vehicle: VehicleState, place: HeatPlace, altMslM: number | undefined): Job => {
  const mslM = altMslM ?? groundOf(context, vehicle, place);
  if (mslM === undefined) return impossibleJob("no-terrain");
  const { latDeg, lonDeg } = place;
  return gimbalJob(context, vehicle, { kind: "look-at", place: { latDeg, lonDeg }, altMslM: mslM });
};

/** From a robot to what it looks at, m: its camera sees all of it, and it doesn't frighten. */
const robotAwayM = 8;
/** From below a drone to what it looks at, m: it looks at it from the side. */
const droneAwayM = 20;
/** A drone's height above it, m. */
const lowestM = 30;
const highestM = 60;
const arrivedM = 2.5;
const slowestMps = 0.3;
const arriveAlsoMs = 60_000;

/** On this side of it. */
const before = (from: LatLon, to: LatLon, awayFromM: number): LatLon => {
  const { azimuthRad } = inverseGeodesic(to, from);
  return directGeodesic(to, azimuthRad, awayFromM);
};

/** Goes near a heat source and looks at it: a drone from a safe height, a robot from eight metres on its side of it. */
export const lookAtHeatJob = (context: ActionContext, vehicle: VehicleState, heatId: string): Job => {
  const place = context.heatPlace(heatId);
  if (place === undefined) return impossibleJob("no-such-heat");
  const { position } = vehicle;
  if (position === undefined || !knowsPlace(vehicle, context.nowMs)) return failedJob("no-position");
  return flies(vehicle) ? flyThere(context, vehicle, position, place) : walkThere(context, vehicle, position, place);
};

const flyThere = (
  context: ActionContext,
  vehicle: VehicleState,
  from: NonNullable<VehicleState["position"]>,
  place: HeatPlace,
): Job => {
  const groundMslM = groundOf(context, vehicle, place);
  if (groundMslM === undefined || from.altMslM === undefined) return impossibleJob("no-terrain");
  const m = Math.min(Math.max(from.altMslM, groundMslM + lowestM), groundMslM + highestM);
  const isNear = (awayM(vehicle, place) ?? 0) <= droneAwayM;
  const goal = isNear ? from : before(from, place, droneAwayM);
  return jobSequence(vehicle, [
    (now) => goJob(context, now, { place: goal, altitude: { reference: "msl", m } }),
    (now) => lookAtJob(context, now, place),
  ]);
};

const walkThere = (context: ActionContext, vehicle: VehicleState, from: LatLon, place: HeatPlace): Job => {
  const leftM = awayM(vehicle, place) ?? 0;
  const goal = before(from, place, robotAwayM);
  const isThere = (now: VehicleState): boolean =>
    (awayM(now, goal) ?? Number.POSITIVE_INFINITY) <= arrivedM || (awayM(now, place) ?? leftM) <= robotAwayM;
  const withinMs = (leftM / slowestMps) * 1000 + arriveAlsoMs;
  const face = (now: VehicleState): Job => {
    const { position } = now;
    if (position === undefined) return failedJob("no-position");
    return turnJob(context, now, inverseGeodesic(position, place).azimuthRad);
  };
  if (leftM <= robotAwayM) return jobSequence(vehicle, [ensureArmed(context), face]);
  return jobSequence(vehicle, [
    (now) => goJob(context, now, { place: goal }),
    (now) => confirmedJob({ vehicle: now, job: sentJob([]), isSo: isThere, withinMs, step: "moving" }),
    face,
  ]);
};
