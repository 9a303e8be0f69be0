import type { MessageFields } from "../mavlink/messages.ts";
import { degToRad, wrapTurn } from "../units/angle.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";

/** ArduPilot's WIND: `direction` is where it blows from, degrees. */
export const reduceWind = (fields: MessageFields["WIND"], at: Reception): Patch =>
  Number.isFinite(fields.direction + fields.speed)
    ? { wind: { atMs: at.nowMs, fromRad: wrapTurn(degToRad(fields.direction)), speedMps: fields.speed } }
    : undefined;

/** WIND_COV: the wind's velocity in NED, so it comes from the opposite direction. */
export const reduceWindCov = (fields: MessageFields["WIND_COV"], at: Reception): Patch => {
  const { windX, windY } = fields;
  if (!Number.isFinite(windX + windY)) return undefined;
  const fromRad = wrapTurn(Math.atan2(-windY, -windX));
  return { wind: { atMs: at.nowMs, fromRad, speedMps: Math.hypot(windX, windY) } };
};

/** MAV_SENSOR_ROTATION_PITCH_270: looks down. */
const facingDown = 25;

/** Whether a rangefinder measures the height above ground. */
export const looksDown = (fields: MessageFields["DISTANCE_SENSOR"]): boolean => fields.orientation === facingDown;

/** @returns the distance to the ground, m; undefined out of the sensor's range */
export const readDistanceSensor = (
  fields: MessageFields["DISTANCE_SENSOR"],
  memory: VehicleMemory,
  at: Reception,
): number | undefined => {
  memory.rangefinderAtMs = at.nowMs;
  memory.distanceSensorAtMs = at.nowMs;
  const { currentDistance, minDistance, maxDistance } = fields;
  const within = currentDistance >= minDistance && currentDistance <= maxDistance && currentDistance > 0;
  return within ? currentDistance / 100 : undefined;
};

/** ArduPilot's RANGEFINDER; the sensor's own limits come only with DISTANCE_SENSOR, which wins where both are sent. */
export const readRangefinder = (
  fields: MessageFields["RANGEFINDER"],
  memory: VehicleMemory,
  at: Reception,
): number | undefined => {
  memory.rangefinderAtMs = at.nowMs;
  return Number.isFinite(fields.distance) && fields.distance > 0 ? fields.distance : undefined;
};
