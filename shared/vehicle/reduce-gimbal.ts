import type { MavlinkMessage, MessageFields } from "../mavlink/messages.ts";
import { degToRad } from "../units/angle.ts";
import { eulerOf, multiply, type Quaternion, quaternionOf, unitQuaternion, yawQuaternion } from "./quaternion.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { VehicleState } from "./vehicle-state.ts";

/** How a camera is turned, before the vehicle's own yaw is known at that instant. */
export interface GimbalReading {
  /** Roll and pitch are from the horizon; yaw is from true north, or from the vehicle's nose. */
  readonly rotation: Quaternion;
  readonly yawFrom: "north" | "nose";
}

/** A better source than this one was heard within this time: ignore this one. */
const betterSourceMs = 2_000;

/**
 * GIMBAL_DEVICE_ATTITUDE_STATUS. Flag 32: yaw in the vehicle frame; 64: in the earth frame; neither (older devices):
 * earth where YAW_LOCK (16) is set, else vehicle. delta_yaw is ignored: it is unset or NaN as often as not.
 * Source: MAVLink common.xml, GIMBAL_DEVICE_FLAGS.
 * @returns undefined where the quaternion is NaN
 */
export const readGimbalDevice = (fields: MessageFields["GIMBAL_DEVICE_ATTITUDE_STATUS"]): GimbalReading | undefined => {
  const [w = Number.NaN, x = Number.NaN, y = Number.NaN, z = Number.NaN] = fields.q;
  const rotation = unitQuaternion(w, x, y, z);
  if (rotation === undefined) return undefined;
  const inVehicle = (fields.flags & 32) !== 0;
  const inEarth = (fields.flags & 64) !== 0;
  const earth = inVehicle ? false : inEarth || (fields.flags & 16) !== 0;
  return { rotation, yawFrom: earth ? "north" : "nose" };
};

/** MOUNT_ORIENTATION: roll and pitch from the horizon, yaw from the vehicle's nose, degrees. */
export const readMountOrientation = (fields: MessageFields["MOUNT_ORIENTATION"]): GimbalReading | undefined => {
  if (!Number.isFinite(fields.roll + fields.pitch + fields.yaw)) return undefined;
  const rotation = quaternionOf(degToRad(fields.roll), degToRad(fields.pitch), degToRad(fields.yaw));
  return { rotation, yawFrom: "nose" };
};

/** MOUNT_STATUS (ArduPilot up to 4.2): a pitch, b roll, c yaw from the nose, centidegrees. */
export const readMountStatus = (fields: MessageFields["MOUNT_STATUS"]): GimbalReading => ({
  rotation: quaternionOf(
    degToRad(fields.pointingB / 100),
    degToRad(fields.pointingA / 100),
    degToRad(fields.pointingC / 100),
  ),
  yawFrom: "nose",
});

/** What a message says of the gimbal, and its sender's own stamp (0: none). */
export const readGimbal = (message: MavlinkMessage): (GimbalReading & { readonly stampMs: number }) | undefined => {
  const reading =
    message.name === "GIMBAL_DEVICE_ATTITUDE_STATUS"
      ? readGimbalDevice(message.fields)
      : message.name === "MOUNT_ORIENTATION"
        ? readMountOrientation(message.fields)
        : message.name === "MOUNT_STATUS"
          ? readMountStatus(message.fields)
          : undefined;
  if (reading === undefined) return undefined;
  return { ...reading, stampMs: "timeBootMs" in message.fields ? message.fields.timeBootMs : 0 };
};

/** The rotation from the camera to NED. */
const toEarth = (reading: GimbalReading, vehicleYawRad: number): Quaternion =>
  reading.yawFrom === "north" ? reading.rotation : multiply(yawQuaternion(vehicleYawRad), reading.rotation);

/**
 * Whether a reading counts: the newest protocol that is spoken wins, and of several gimbals the one heard first, until it
 * falls silent.
 */
export const gimbalCounts = (
  source: "device" | "orientation" | "status",
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): boolean => {
  const deviceFresh = at.nowMs - memory.gimbalDeviceAtMs < betterSourceMs;
  const mountFresh = at.nowMs - memory.mountAtMs < betterSourceMs;
  const gimbal = state.gimbal;
  const otherGimbal = gimbal !== undefined && gimbal.componentId !== at.componentId;
  if (source === "device") return !(otherGimbal && deviceFresh);
  return !deviceFresh && !(source === "status" && mountFresh);
};

/** The camera axis in the earth frame; one that counts from the nose takes the vehicle's own yaw, and says nothing without. */
export const reduceGimbal = (
  source: "device" | "orientation" | "status",
  reading: GimbalReading | undefined,
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  if (reading === undefined) return undefined;
  if (source === "device") memory.gimbalDeviceAtMs = at.nowMs;
  if (source === "orientation") memory.mountAtMs = at.nowMs;
  const vehicleYawRad = state.attitude?.yawRad;
  if (reading.yawFrom === "nose" && vehicleYawRad === undefined) return undefined;
  const earth = eulerOf(toEarth(reading, vehicleYawRad ?? 0));
  return { gimbal: { atMs: at.nowMs, componentId: at.componentId, ...earth } };
};
