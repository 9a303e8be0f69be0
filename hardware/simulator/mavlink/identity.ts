import { MavAutopilot, MavModeFlag, MavState, MavType } from "../../../shared/mavlink/enums.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { Outgoing } from "./telemetry.ts";

/** Who the autopilot is and how it is. ArduPilot says "active" while it boots, though disarmed; "critical" in a failsafe. */
export const heartbeatOf = (vehicle: SimVehicle): Outgoing => {
  const { autopilot, spec, has } = vehicle;
  const armed = autopilot.armed ? MavModeFlag.SAFETY_ARMED : 0;
  const automatic = ["AUTO", "GUIDED", "RTL", "LAND"].includes(autopilot.mode) ? MavModeFlag.GUIDED_ENABLED : 0;
  const state =
    autopilot.failsafe !== "none"
      ? MavState.CRITICAL
      : autopilot.armed || !has.state
        ? MavState.ACTIVE
        : MavState.STANDBY;
  return {
    name: "HEARTBEAT",
    fields: {
      type: spec.kind === "drone" ? MavType.QUADROTOR : MavType.GROUND_ROVER,
      autopilot: MavAutopilot.ARDUPILOTMEGA,
      baseMode:
        MavModeFlag.CUSTOM_MODE_ENABLED |
        MavModeFlag.STABILIZE_ENABLED |
        MavModeFlag.MANUAL_INPUT_ENABLED |
        armed |
        automatic,
      customMode: autopilot.modeNumber,
      systemStatus: state,
    },
  };
};

/** As a real copter reports them: missions, COMMAND_INT, MAVLink 2 and so on. */
const capabilities = 64495n;
const gitHash = [..."82f31f1d"].map((letter) => letter.charCodeAt(0));

/** AUTOPILOT_VERSION. */
export const versionOf = (vehicle: SimVehicle): Outgoing => ({
  name: "AUTOPILOT_VERSION",
  fields: {
    capabilities,
    flightSwVersion: 0x04040000,
    flightCustomVersion: gitHash,
    uid: 0n,
    uid2: Array.from({ length: 18 }, (_, i) => (i === 0 ? vehicle.spec.systemId : i < 12 ? 0x4c + i : 0)),
  },
});
