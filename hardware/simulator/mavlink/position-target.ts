import type { MessageFields } from "../../../shared/mavlink/messages.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import { placeOf } from "./place.ts";

/** Bits of POSITION_TARGET_TYPEMASK: what is to be ignored. */
const noPosition = 0x7;
const noVelocity = 0x38;
const noYaw = 0x400;
const noYawRate = 0x800;
/** Faster is taken for nonsense, m/s. */
const fastestMps = 100;

/** A target by SET_POSITION_TARGET_GLOBAL_INT: a place, a velocity, a heading; what is ignored says the mask. In guided modes only. */
export const takePositionTarget = (
  vehicle: SimVehicle,
  fields: MessageFields["SET_POSITION_TARGET_GLOBAL_INT"],
): void => {
  const { typeMask, latInt, lonInt, alt, coordinateFrame, vx, vy, vz, yaw, yawRate } = fields;
  const { autopilot } = vehicle;
  if (autopilot.behaviour !== "guided") return;
  const place = placeOf(vehicle, { x: latInt, y: lonInt, z: alt, frame: coordinateFrame });
  if ((typeMask & noPosition) === 0) {
    if (place === undefined) return;
    autopilot.obey({ kind: "position", target: place });
  } else if ((typeMask & noVelocity) === 0) {
    if (!(Math.hypot(vx, vy, vz) < fastestMps)) return;
    autopilot.obey({ kind: "velocity", eastMps: vy, northMps: vx, upMps: -vz });
  } else return;
  if (!Number.isFinite(yaw) || !Number.isFinite(yawRate)) return;
  if ((typeMask & noYaw) === 0) autopilot.flight.fixedYawRad = yaw;
  else if ((typeMask & noYawRate) === 0) autopilot.flight.fixedYawRad = vehicle.truth.yawRad + yawRate * 0.5;
  else if ((typeMask & noVelocity) === 0) autopilot.flight.fixedYawRad = undefined;
};
