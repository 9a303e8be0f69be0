import type { AutopilotFamily, VehicleKind } from "../../vehicle/vehicle-state.ts";

/** AP_BattMonitor, of all its vehicles. */
const battery = ["BATT_FS_LOW_ACT", "BATT_FS_CRT_ACT", "BATT_LOW_MAH", "BATT_CRT_MAH", "BATT_CAPACITY"] as const;
const copter = [
  "FS_GCS_ENABLE",
  "FS_GCS_TIMEOUT",
  "FS_OPTIONS",
  "RTL_ALT",
  "RTL_SPEED",
  "RTL_LOIT_TIME",
  "RTL_CONE_SLOPE",
  "WPNAV_SPEED",
  "WPNAV_SPEED_UP",
  "WPNAV_SPEED_DN",
  "LAND_SPEED",
  ...battery,
] as const;
const rover = [
  "FS_GCS_ENABLE",
  "FS_GCS_TIMEOUT",
  "FS_ACTION",
  "WP_SPEED",
  "CRUISE_SPEED",
  "RTL_SPEED",
  ...battery,
] as const;
const plane = [
  "FS_GCS_ENABL",
  "FS_LONG_ACTN",
  "FS_LONG_TIMEOUT",
  "AIRSPEED_CRUISE",
  "TRIM_ARSPD_CM",
  "WP_LOITER_RAD",
  ...battery,
] as const;
const px4 = [
  "NAV_DLL_ACT",
  "COM_DL_LOSS_T",
  "RTL_RETURN_ALT",
  "RTL_LAND_DELAY",
  "MPC_XY_CRUISE",
  "MPC_Z_V_AUTO_UP",
  "MPC_Z_V_AUTO_DN",
  "MPC_LAND_SPEED",
  "COM_LOW_BAT_ACT",
  "BAT_CRIT_THR",
] as const;

/** What says how the vehicle behaves when the link is gone and how it comes home: worth reading while it can be asked. */
export const safetyParameters = (autopilot: AutopilotFamily, kind: VehicleKind): readonly string[] => {
  if (autopilot === "px4") return px4;
  if (autopilot !== "ardupilot") return [];
  if (kind === "ground-robot" || kind === "boat") return rover;
  return kind === "fixed-wing" || kind === "vtol" ? plane : copter;
};
