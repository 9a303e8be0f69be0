import type { MessageFields } from "../mavlink/messages.ts";
import { noteEstimator } from "./reduce-position.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { HealthState, VehicleState } from "./vehicle-state.ts";
import { given } from "./wire-values.ts";

/** MAV_SYS_STATUS_SENSOR, bit by bit. Bit 28 is the pre-arm verdict, bit 31 says that more bits follow. */
const sensorNames = [
  "3d_gyro",
  "3d_accel",
  "3d_mag",
  "absolute_pressure",
  "differential_pressure",
  "gps",
  "optical_flow",
  "vision_position",
  "laser_position",
  "external_ground_truth",
  "angular_rate_control",
  "attitude_stabilization",
  "yaw_position",
  "z_altitude_control",
  "xy_position_control",
  "motor_outputs",
  "rc_receiver",
  "3d_gyro2",
  "3d_accel2",
  "3d_mag2",
  "geofence",
  "ahrs",
  "terrain",
  "reverse_motor",
  "logging",
  "battery",
  "proximity",
  "satcom",
  undefined,
  "obstacle_avoidance",
  "propulsion",
  undefined,
] as const;

const prearmBit = 2 ** 28;
const fenceBit = 2 ** 20;
/** ArduPilot repeats its reasons every 30 s while they hold. */
const reasonLivesMs = 45_000;
/** ArduPilot's own colours for the EKF: variances are ratios to what is allowed. */
const warnRatio = 0.5;
const badRatio = 0.8;

const has = (bits: number, bit: number): boolean => Math.floor((bits >>> 0) / bit) % 2 === 1;

const unhealthySensors = (fields: MessageFields["SYS_STATUS"]): string[] => {
  const bad =
    (fields.onboardControlSensorsPresent &
      fields.onboardControlSensorsEnabled &
      ~fields.onboardControlSensorsHealth) >>>
    0;
  return bad === 0 ? [] : sensorNames.filter((name, bit) => name !== undefined && has(bad, 2 ** bit)).map(String);
};

const currentReasons = (memory: VehicleMemory, nowMs: number): string[] => {
  for (const [text, atMs] of memory.prearm) if (nowMs - atMs > reasonLivesMs) memory.prearm.delete(text);
  return [...memory.prearm.keys()];
};

const emptyHealth = (atMs: number): HealthState => ({ atMs, unhealthy: [], prearmReasons: [] });

/** SYS_STATUS's sensor bits: present and enabled, but not healthy. */
export const reduceSysStatusHealth = (
  fields: MessageFields["SYS_STATUS"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  const tells =
    has(fields.onboardControlSensorsPresent, prearmBit) && has(fields.onboardControlSensorsEnabled, prearmBit);
  const armable = tells ? has(fields.onboardControlSensorsHealth, prearmBit) : undefined;
  if (armable === true || state.armed) memory.prearm.clear();
  return {
    health: {
      atMs: at.nowMs,
      ...given("armable", armable),
      unhealthy: unhealthySensors(fields),
      ...given("ekf", state.health?.ekf),
      ...(state.autopilot === "ardupilot" ? { fenceEnabled: has(fields.onboardControlSensorsEnabled, fenceBit) } : {}),
      prearmReasons: currentReasons(memory, at.nowMs),
    },
  };
};

/** "PreArm: ..." and "Arm: ..." are ArduPilot's, "Preflight Fail: ..." is PX4's. */
const prearmPattern = /^(?:PreArm|Arm|Preflight Fail): ?(.+)$/;

/** Keeps what the autopilot says keeps it from arming, in its own words, the newest twenty. */
export const notePrearmReason = (text: string, state: VehicleState, memory: VehicleMemory, at: Reception): Patch => {
  const reason = prearmPattern.exec(text)?.[1];
  if (reason === undefined) return undefined;
  memory.prearm.delete(reason);
  memory.prearm.set(reason, at.nowMs);
  if (memory.prearm.size > 20) memory.prearm.delete([...memory.prearm.keys()][0] ?? "");
  const health = state.health ?? emptyHealth(at.nowMs);
  return { health: { ...health, atMs: at.nowMs, prearmReasons: currentReasons(memory, at.nowMs) } };
};

const ekfPatch = (ekf: "good" | "warn" | "bad", state: VehicleState, atMs: number): Patch => {
  const health = state.health ?? emptyHealth(atMs);
  return health.ekf === ekf && atMs - health.atMs < 1_000 ? undefined : { health: { ...health, atMs, ekf } };
};

const verdict = (worst: number, flags: number): "good" | "warn" | "bad" => {
  const attitude = 1;
  const posHorizAbs = 16;
  if (!Number.isFinite(worst) || worst >= badRatio || (flags & attitude) === 0) return "bad";
  return worst >= warnRatio || (flags & posHorizAbs) === 0 ? "warn" : "good";
};

/** ArduPilot's estimator flags and variances. */
export const reduceEkfStatus = (
  fields: MessageFields["EKF_STATUS_REPORT"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  noteEstimator(fields.flags, memory);
  const worst = Math.max(
    fields.velocityVariance,
    fields.posHorizVariance,
    fields.posVertVariance,
    fields.compassVariance,
  );
  return ekfPatch(verdict(worst, fields.flags), state, at.nowMs);
};

/** PX4's ratios are 1 at the gate where a measurement is refused. NaN: that test isn't run. */
export const reduceEstimatorStatus = (
  fields: MessageFields["ESTIMATOR_STATUS"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  noteEstimator(fields.flags, memory);
  const ratios = [fields.velRatio, fields.posHorizRatio, fields.posVertRatio, fields.magRatio];
  return ekfPatch(verdict(Math.max(0, ...ratios.filter(Number.isFinite)), fields.flags), state, at.nowMs);
};
