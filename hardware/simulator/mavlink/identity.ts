import { MavAutopilot, MavModeFlag, MavState, MavType } from "../../../shared/mavlink/enums.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { Outgoing } from "./telemetry.ts";

/** Modes in which ArduPilot says that it flies by itself. */
const automatic: ReadonlySet<string> = new Set(["auto", "guided", "return", "retrace", "land", "circle"]);

/**
 * Who the autopilot is and how it is, as in real logs: a copter is "standby" until it flies, armed or not; a rover only in
 * HOLD. Both say "active" while they boot, and "critical" in a failsafe.
 */
export const heartbeatOf = (vehicle: SimVehicle): Outgoing => {
  const { autopilot, spec, has } = vehicle;
  const drone = spec.kind === "drone";
  const byHand = autopilot.behaviour === "sticks";
  const active = !has.state || (drone ? autopilot.armed && autopilot.airborne : autopilot.mode !== "HOLD");
  return {
    name: "HEARTBEAT",
    fields: {
      type: drone ? MavType.QUADROTOR : MavType.GROUND_ROVER,
      autopilot: MavAutopilot.ARDUPILOTMEGA,
      baseMode:
        MavModeFlag.CUSTOM_MODE_ENABLED |
        (drone ? MavModeFlag.STABILIZE_ENABLED : 0) |
        (drone || byHand ? MavModeFlag.MANUAL_INPUT_ENABLED : 0) |
        (automatic.has(autopilot.behaviour) ? MavModeFlag.GUIDED_ENABLED : 0) |
        (autopilot.armed ? MavModeFlag.SAFETY_ARMED : 0),
      customMode: autopilot.modeNumber,
      systemStatus: autopilot.failsafe !== "none" ? MavState.CRITICAL : active ? MavState.ACTIVE : MavState.STANDBY,
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
    uid2: uidOf(vehicle),
  },
});

/** The board's own number. */
export const uidOf = (vehicle: SimVehicle): number[] =>
  Array.from({ length: 18 }, (_, i) => (i === 0 ? vehicle.spec.systemId : i < 12 ? 0x4c + i : 0));
