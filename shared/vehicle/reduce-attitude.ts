import type { MavlinkMessage, MessageFields } from "../mavlink/messages.ts";
import { asRad, wrapPi, wrapTurn } from "../units/angle.ts";
import { eulerOf, type Quaternion, quaternionOf, unitQuaternion } from "./quaternion.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { AttitudeState } from "./vehicle-state.ts";

const yawHeadingSilentMs = 3_000;

const withHeading = (attitude: AttitudeState, memory: VehicleMemory): Patch =>
  attitude.atMs - memory.globalPositionAtMs < yawHeadingSilentMs
    ? { attitude }
    : { attitude, headingRad: wrapTurn(attitude.yawRad) };

/** Radians on the wire already; a message with a NaN says nothing. */
export const reduceAttitude = (fields: MessageFields["ATTITUDE"], memory: VehicleMemory, at: Reception): Patch => {
  const { roll, pitch, yaw } = fields;
  if (!Number.isFinite(roll + pitch + yaw)) return undefined;
  return withHeading({ atMs: at.nowMs, rollRad: asRad(roll), pitchRad: asRad(pitch), yawRad: wrapPi(yaw) }, memory);
};

/** Body relative to NED; undefined where the message holds no attitude. */
export const readBody = (message: MavlinkMessage): Quaternion | undefined => {
  if (message.name === "ATTITUDE_QUATERNION") return bodyQuaternion(message.fields);
  if (message.name !== "ATTITUDE") return undefined;
  const { roll, pitch, yaw } = message.fields;
  return Number.isFinite(roll + pitch + yaw) ? quaternionOf(roll, pitch, yaw) : undefined;
};

const bodyQuaternion = (fields: MessageFields["ATTITUDE_QUATERNION"]): Quaternion | undefined =>
  unitQuaternion(fields.q1, fields.q2, fields.q3, fields.q4);

/** ATTITUDE_QUATERNION as angles; a NaN or zero quaternion says nothing. */
export const reduceAttitudeQuaternion = (
  fields: MessageFields["ATTITUDE_QUATERNION"],
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  const body = bodyQuaternion(fields);
  return body === undefined ? undefined : withHeading({ atMs: at.nowMs, ...eulerOf(body) }, memory);
};
