import type { AutopilotFamily, VehicleKind } from "./vehicle-state.ts";

/** MAV_TYPE numbers of things that are no vehicle: trackers, ground stations, payloads, beacons, parts. */
const notVehicles: ReadonlySet<number> = new Set([
  5, // ANTENNA_TRACKER
  6, // GCS
  18, // ONBOARD_CONTROLLER
  26, // GIMBAL
  27, // ADSB
  30, // CAMERA
  31, // CHARGING_STATION
  32, // FLARM
  33, // SERVO
  34, // ODID
  36, // BATTERY
  37, // PARACHUTE
  38, // LOG
  39, // OSD
  40, // IMU
  41, // GPS
  42, // WINCH
  44, // ILLUMINATOR
  48, // GRIPPER
]);

const kinds: ReadonlyMap<number, VehicleKind> = new Map<number, VehicleKind>([
  [1, "fixed-wing"],
  [2, "multirotor"],
  [3, "helicopter"], // COAXIAL
  [4, "helicopter"],
  [10, "ground-robot"],
  [11, "boat"],
  [12, "boat"], // SUBMARINE
  [13, "multirotor"],
  [14, "multirotor"],
  [15, "multirotor"],
  [16, "fixed-wing"], // FLAPPING_WING
  [19, "vtol"],
  [20, "vtol"],
  [21, "vtol"],
  [22, "vtol"],
  [23, "vtol"],
  [24, "vtol"],
  [25, "vtol"],
  [28, "fixed-wing"], // PARAFOIL
  [29, "multirotor"],
  [35, "multirotor"],
  [43, "multirotor"],
  [46, "ground-robot"], // GROUND_QUADRUPED
  [47, "vtol"], // VTOL_GYRODYNE
]);

/** MAV_TYPE_GCS. */
export const gcsType = 6;
/** MAV_AUTOPILOT_INVALID: a component that is no autopilot. */
export const noAutopilot = 8;

/** @param mavType MAV_TYPE of a heartbeat */
export const isVehicleType = (mavType: number): boolean => !notVehicles.has(mavType);

/** @param mavType MAV_TYPE of a heartbeat */
export const vehicleKind = (mavType: number): VehicleKind => kinds.get(mavType) ?? "other";

/** @param mavAutopilot MAV_AUTOPILOT of a heartbeat */
export const autopilotFamily = (mavAutopilot: number): AutopilotFamily =>
  mavAutopilot === 3 ? "ardupilot" : mavAutopilot === 12 ? "px4" : "other";
