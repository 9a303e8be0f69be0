import type { MavlinkMessage } from "../mavlink/messages.ts";
import { reduceAttitude, reduceAttitudeQuaternion } from "./reduce-attitude.ts";
import {
  reduceCameraCapture,
  reduceCameraInformation,
  reduceCameraSettings,
  reduceVideoStream,
} from "./reduce-camera.ts";
import { reduceWind, reduceWindCov } from "./reduce-environment.ts";
import {
  gimbalCounts,
  readGimbalDevice,
  readMountOrientation,
  readMountStatus,
  reduceGimbal,
} from "./reduce-gimbal.ts";
import { reduceGimbalControl, reduceGimbalManager } from "./reduce-gimbal-manager.ts";
import { reduceGps1, reduceGps2 } from "./reduce-gps.ts";
import { reduceEkfStatus, reduceEstimatorStatus, reduceSysStatusHealth } from "./reduce-health.ts";
import { reduceMissionCount, reduceMissionCurrent, reduceMissionItemReached } from "./reduce-mission.ts";
import {
  reduceAltitude,
  reduceGlobalPosition,
  reduceHome,
  reduceLocalPosition,
  reduceTerrainReport,
  reduceVfrHud,
} from "./reduce-position.ts";
import { reduceBatteryStatus, reduceSysStatusBattery } from "./reduce-power.ts";
import { reduceAutopilotVersion } from "./reduce-version.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { VehicleState } from "./vehicle-state.ts";

/** What only the autopilot itself may say of the vehicle. */
export const reduceAutopilotMessage = (
  message: MavlinkMessage,
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  switch (message.name) {
    case "ATTITUDE":
      return reduceAttitude(message.fields, memory, at);
    case "ATTITUDE_QUATERNION":
      return reduceAttitudeQuaternion(message.fields, memory, at);
    case "GLOBAL_POSITION_INT":
      return reduceGlobalPosition(message.fields, state, memory, at);
    case "VFR_HUD":
      return reduceVfrHud(message.fields, state, memory, at);
    case "LOCAL_POSITION_NED":
      return reduceLocalPosition(message.fields, state, memory, at);
    case "GPS_RAW_INT":
      return reduceGps1(message.fields, memory, at);
    case "GPS2_RAW":
      return reduceGps2(message.fields, memory, at);
    case "SYS_STATUS":
      return {
        ...reduceSysStatusBattery(message.fields, state, at),
        ...reduceSysStatusHealth(message.fields, state, memory, at),
      };
    case "BATTERY_STATUS":
      return reduceBatteryStatus(message.fields, state, memory, at);
    case "EKF_STATUS_REPORT":
      return reduceEkfStatus(message.fields, state, memory, at);
    case "ESTIMATOR_STATUS":
      return reduceEstimatorStatus(message.fields, state, memory, at);
    default:
      return reduceSlowMessage(message, state, memory, at);
  }
};

const reduceSlowMessage = (
  message: MavlinkMessage,
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  switch (message.name) {
    case "HOME_POSITION":
      return reduceHome(message.fields, state, at);
    case "TERRAIN_REPORT":
      return reduceTerrainReport(message.fields, memory, at);
    case "ALTITUDE":
      return reduceAltitude(message.fields, memory, at);
    case "WIND":
      return reduceWind(message.fields, at);
    case "WIND_COV":
      return reduceWindCov(message.fields, at);
    case "MISSION_CURRENT":
      return reduceMissionCurrent(message.fields, state, at);
    case "MISSION_ITEM_REACHED":
      return reduceMissionItemReached(message.fields, state, at);
    case "MISSION_COUNT":
      return reduceMissionCount(message.fields, state, at);
    case "AUTOPILOT_VERSION":
      return reduceAutopilotVersion(message.fields);
    default:
      return undefined;
  }
};

/** What any component of the vehicle may say: cameras and gimbals speak for themselves. */
export const reducePayloadMessage = (
  message: MavlinkMessage,
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  switch (message.name) {
    case "GIMBAL_DEVICE_ATTITUDE_STATUS":
      if (!gimbalCounts("device", state, memory, at)) return undefined;
      return reduceGimbal("device", readGimbalDevice(message.fields), state, memory, at);
    case "MOUNT_ORIENTATION":
      if (!gimbalCounts("orientation", state, memory, at)) return undefined;
      return reduceGimbal("orientation", readMountOrientation(message.fields), state, memory, at);
    case "MOUNT_STATUS":
      if (!gimbalCounts("status", state, memory, at)) return undefined;
      return reduceGimbal("status", readMountStatus(message.fields), state, memory, at);
    case "CAMERA_INFORMATION":
      return reduceCameraInformation(message.fields, state, at);
    case "CAMERA_SETTINGS":
      return reduceCameraSettings(message.fields, state, at);
    case "CAMERA_CAPTURE_STATUS":
      return reduceCameraCapture(message.fields, state, at);
    case "GIMBAL_MANAGER_INFORMATION":
      return reduceGimbalManager(message.fields, state, at);
    case "GIMBAL_MANAGER_STATUS":
      return reduceGimbalControl(message.fields, state, at);
    case "VIDEO_STREAM_INFORMATION":
      return reduceVideoStream(message.fields, state, at);
    default:
      return undefined;
  }
};
