import { inverseGeodesic } from "../../geo/geodesic.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import type { Altitude } from "../../units/altitude.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import { type ImpossibleReason, impossible } from "../impossible.ts";
import type { JobFault } from "../job.ts";
import { type ActionContext, flies } from "./action-context.ts";

/** A height as it travels: metres in a MAV_FRAME (0 above mean sea level, 3 above home, 10 above the ground). */
export type TargetHeight =
  | { readonly ok: true; readonly frame: 0 | 3 | 10; readonly z: number; readonly mslM?: number }
  | { readonly ok: false; readonly fault: JobFault };

/** Closer than this to the ground on the way there is no way, m: what is known of the ground is no better. */
const clearanceM = 2;
const slackM = 0.3;
const samples = 60;
/** Lower than this above home its own height is no height to travel at, m: it may be just lifting off. */
const tooLowM = 3;

/**
 * The height for a place, for this firmware: PX4 takes heights above mean sea level only. Absent: the height it has.
 */
export const targetHeight = (
  context: ActionContext,
  vehicle: VehicleState,
  place: LatLon,
  altitude: Altitude | undefined,
): TargetHeight => {
  const { position, home, autopilot } = vehicle;
  if (position === undefined) return { ok: false, fault: { code: "no-position", params: {} } };
  if (altitude === undefined) {
    if (position.altHomeM !== undefined && position.altHomeM < tooLowM)
      return { ok: false, fault: impossible("too-low", { height: Math.max(0, Math.round(position.altHomeM)) }) };
    if (position.altMslM !== undefined) return { ok: true, frame: 0, z: position.altMslM, mslM: position.altMslM };
    if (position.altHomeM !== undefined && autopilot !== "px4") return { ok: true, frame: 3, z: position.altHomeM };
    return { ok: false, fault: { code: "no-position", params: {} } };
  }
  const { reference, m } = altitude;
  switch (reference) {
    case "msl":
      return { ok: true, frame: 0, z: m, mslM: m };
    case "home": {
      const mslM = home === undefined ? undefined : home.altMslM + m;
      if (autopilot === "px4")
        return mslM === undefined ? { ok: false, fault: impossible("no-home") } : { ok: true, frame: 0, z: mslM, mslM };
      return { ok: true, frame: 3, z: m, ...(mslM === undefined ? {} : { mslM }) };
    }
    case "ground": {
      const groundMslM = context.groundMslM(place);
      if (groundMslM !== undefined) return { ok: true, frame: 0, z: groundMslM + m, mslM: groundMslM + m };
      // ArduPilot may know the ground itself, and says no where it doesn't.
      return autopilot === "ardupilot" ? { ok: true, frame: 10, z: m } : { ok: false, fault: impossible("no-terrain") };
    }
  }
};

/**
 * Whether the straight way from where it is leads through the ground, as far as anything is known of it. One that hovers
 * low, or whose height differs a little from the map's, may rise from there.
 */
export const hitsGround = (context: ActionContext, vehicle: VehicleState, place: LatLon, mslM: number): boolean => {
  const { position } = vehicle;
  if (position?.altMslM === undefined) return false;
  const from = position.altMslM;
  const above = from - (context.groundMslM(position) ?? Number.NEGATIVE_INFINITY);
  const neededM = Math.min(clearanceM, above - slackM);
  for (let i = 1; i <= samples; i++) {
    const share = i / samples;
    const ground = context.groundMslM({
      latDeg: position.latDeg + (place.latDeg - position.latDeg) * share,
      lonDeg: position.lonDeg + (place.lonDeg - position.lonDeg) * share,
    });
    if (ground !== undefined && from + (mslM - from) * share < ground + neededM) return true;
  }
  return false;
};

/** Over ground, m; undefined where it doesn't know where it is. */
export const awayM = (vehicle: VehicleState, place: LatLon): number | undefined =>
  vehicle.position === undefined ? undefined : inverseGeodesic(vehicle.position, place).distanceM;

/** Nothing that is flown or driven here gets farther, m: it is a place that nobody meant, as 0, 0 is. */
const farthestM = 100_000;

/** Why a vehicle is not to be sent there at all, whatever the way. */
export const isNoGoal = (
  context: ActionContext,
  vehicle: VehicleState,
  place: LatLon,
  altitude: Altitude | undefined,
): ImpossibleReason | undefined => {
  if ((awayM(vehicle, place) ?? 0) > farthestM) return "too-far";
  // Where the station knows no ground the vehicle may: it would fly into it.
  const isGround = altitude?.reference === "ground" && altitude.m < clearanceM;
  return isGround && flies(vehicle) && context.groundMslM(place) === undefined ? "terrain" : undefined;
};
