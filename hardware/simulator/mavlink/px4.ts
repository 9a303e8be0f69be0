import {
  MavAutopilot,
  MavCmd,
  MavModeFlag,
  MavProtocolCapability,
  MavResult,
  MavState,
  MavType,
} from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import type { Outcome } from "../vehicle/autopilot.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { Firmware, LinkServices, MissionService, ReceivedCommand, Sender } from "./firmware.ts";
import { uidOf } from "./identity.ts";
import { placeOf } from "./place.ts";
import { Px4Gimbal } from "./px4-gimbal.ts";
import { px4Telemetry } from "./px4-telemetry.ts";
import type { Outgoing } from "./telemetry.ts";

const forceMagic = 21196;
/** What COMMAND_INT says where a place is left open. */
const openPlace = 0x7fff_ffff;
const resultOf: Readonly<Record<Outcome, MavResult>> = {
  accepted: MavResult.ACCEPTED,
  denied: MavResult.TEMPORARILY_REJECTED,
  unsupported: MavResult.UNSUPPORTED,
};

/** PX4 1.15 on a multicopter. */
export const px4 = (vehicle: SimVehicle, startUtcMs: number, missions: MissionService): Firmware => {
  const gimbal = new Px4Gimbal(vehicle);
  return {
    heartbeat,
    version,
    messages: px4Telemetry(startUtcMs, gimbal),
    unasked: [
      [1, 1],
      [2, 1],
      [24, 1],
      [30, 10],
      [33, 5],
      [42, 1],
      [74, 4],
      [147, 0.5],
      [230, 0.5],
      [242, 0.5],
      [245, 1],
      [281, 1],
      [285, 5],
    ],
    parameterBytes: true,
    obey: (link, received, from) => obey({ vehicle, link, gimbal }, received, from),
    setMode: (customMode) => ({ command: MavCmd.DO_SET_MODE, result: setMode(vehicle, customMode) }),
    take: (message) => take(vehicle, message),
    missions,
  };
};

/** A command's surroundings. */
interface Around {
  readonly vehicle: SimVehicle;
  readonly link: LinkServices;
  readonly gimbal: Px4Gimbal;
}

const heartbeat = ({ autopilot }: SimVehicle): Outgoing => {
  const automatic = ["auto", "guided", "return", "land", "takeoff"].includes(autopilot.behaviour);
  const flags = MavModeFlag.CUSTOM_MODE_ENABLED | MavModeFlag.STABILIZE_ENABLED;
  const active = autopilot.armed ? MavState.ACTIVE : MavState.STANDBY;
  return {
    name: "HEARTBEAT",
    fields: {
      type: MavType.QUADROTOR,
      autopilot: MavAutopilot.PX4,
      baseMode:
        flags |
        (automatic ? MavModeFlag.AUTO_ENABLED | MavModeFlag.GUIDED_ENABLED : MavModeFlag.MANUAL_INPUT_ENABLED) |
        (autopilot.armed ? MavModeFlag.SAFETY_ARMED : 0),
      customMode: autopilot.modeNumber,
      systemStatus: autopilot.failsafe === "none" ? active : MavState.CRITICAL,
    },
  };
};

const capabilities = BigInt(
  MavProtocolCapability.MISSION_INT |
    MavProtocolCapability.COMMAND_INT |
    MavProtocolCapability.PARAM_ENCODE_BYTEWISE |
    MavProtocolCapability.FLIGHT_TERMINATION |
    MavProtocolCapability.MAVLINK2 |
    MavProtocolCapability.MISSION_FENCE |
    MavProtocolCapability.MISSION_RALLY,
);

/** 1.15.4, a release. */
const version = (vehicle: SimVehicle): Outgoing => ({
  name: "AUTOPILOT_VERSION",
  fields: { capabilities, flightSwVersion: 0x010f04ff, uid: 0n, uid2: uidOf(vehicle) },
});

const setMode = (vehicle: SimVehicle, customMode: number): MavResult => {
  const known = vehicle.autopilot.rules.modes.find((mode) => mode.number === customMode >> 0);
  if (known === undefined) return MavResult.UNSUPPORTED;
  if (known.name === "Orbit" || known.name === "Offboard") return MavResult.TEMPORARILY_REJECTED;
  if (known.name === "Takeoff") return resultOf[vehicle.autopilot.takeOffTo(NaN)];
  return resultOf[vehicle.autopilot.askMode(known.name)];
};

const take = (vehicle: SimVehicle, message: MavlinkMessage): void => {
  if (message.name === "HEARTBEAT" && message.fields.type === MavType.GCS) vehicle.autopilot.failsafes.heard();
  else if (message.name === "MANUAL_CONTROL" && message.fields.target === vehicle.spec.systemId) {
    const { x, y, z, r } = message.fields;
    vehicle.steer({ forward: x / 1000, right: y / 1000, up: (z - 500) / 500, turn: r / 1000 });
  }
};

const obey = (around: Around, received: ReceivedCommand, from: Sender): MavResult => {
  const { vehicle, link, gimbal } = around;
  const { autopilot } = vehicle;
  const [p1, p2, p3] = received.params;
  switch (received.command) {
    case MavCmd.SET_MESSAGE_INTERVAL:
      return link.setInterval(p1, p2) ? MavResult.ACCEPTED : MavResult.FAILED;
    case MavCmd.REQUEST_MESSAGE:
      return link.sendOnce(p1) ? MavResult.ACCEPTED : MavResult.DENIED;
    case MavCmd.REQUEST_AUTOPILOT_CAPABILITIES:
      return link.sendOnce(148) ? MavResult.ACCEPTED : MavResult.DENIED;
    case MavCmd.COMPONENT_ARM_DISARM:
      return armOrDisarm(vehicle, p1, p2 === forceMagic);
    case MavCmd.DO_SET_MODE:
      // Base mode must say that a mode of its own follows.
      return (p1 & 1) === 0 ? MavResult.DENIED : setMode(vehicle, (p2 << 16) | (p3 << 24));
    case MavCmd.MISSION_START:
      return startMission(vehicle, p1);
    case MavCmd.DO_GIMBAL_MANAGER_PITCHYAW:
      return gimbal.point(received, from);
    case MavCmd.DO_GIMBAL_MANAGER_CONFIGURE:
      return gimbal.configure(received, from);
    case MavCmd.PREFLIGHT_REBOOT_SHUTDOWN:
      if (p1 !== 1) return MavResult.DENIED;
      if (autopilot.armed) return MavResult.DENIED;
      vehicle.rebootSoon();
      return MavResult.ACCEPTED;
    case MavCmd.DO_FLIGHTTERMINATION:
      if (p1 <= 0.5) return MavResult.DENIED;
      autopilot.disarm("force");
      return MavResult.ACCEPTED;
    default:
      return fly(vehicle, received);
  }
};

const armOrDisarm = ({ autopilot }: SimVehicle, p1: number, forced: boolean): MavResult => {
  if (p1 === 0) return resultOf[autopilot.disarm(forced ? "force" : "safe")];
  if (p1 !== 1) return MavResult.UNSUPPORTED;
  if (forced) autopilot.armForced();
  return resultOf[autopilot.arm()];
};

/** Starts from an item, and arms where it isn't. */
const startMission = ({ autopilot }: SimVehicle, first: number): MavResult => {
  const { runner } = autopilot;
  if (!runner.hasMission || !(first >= -1 && first < runner.items.length)) return MavResult.DENIED;
  if (autopilot.askMode("Mission") !== "accepted" || autopilot.arm() !== "accepted")
    return MavResult.TEMPORARILY_REJECTED;
  if (first > 0) runner.setCurrent(first);
  return resultOf[autopilot.beginMission()];
};

const fly = (vehicle: SimVehicle, received: ReceivedCommand): MavResult => {
  const { autopilot } = vehicle;
  const [p1, p2] = received.params;
  switch (received.command) {
    case MavCmd.NAV_TAKEOFF:
      return resultOf[autopilot.takeOffTo(received.z)];
    case MavCmd.NAV_LAND:
      return resultOf[autopilot.askMode("Land")];
    case MavCmd.NAV_RETURN_TO_LAUNCH:
      return resultOf[autopilot.askMode("Return")];
    case MavCmd.DO_REPOSITION:
      return reposition(vehicle, received);
    case MavCmd.DO_ORBIT:
      return orbit(vehicle, received);
    case MavCmd.DO_SET_MISSION_CURRENT:
      return autopilot.runner.setCurrent(p1) ? MavResult.ACCEPTED : MavResult.DENIED;
    case MavCmd.DO_CHANGE_SPEED:
      if (!(p2 > 0)) return MavResult.DENIED;
      autopilot.speedMps = p2;
      return MavResult.ACCEPTED;
    case MavCmd.DO_SET_ROI_NONE:
      autopilot.aim.lookAt(undefined);
      return MavResult.ACCEPTED;
    case MavCmd.DO_SET_ROI:
    case MavCmd.DO_SET_ROI_LOCATION: {
      const target = globalPlace(vehicle, received);
      if (target === undefined) return MavResult.DENIED;
      // A region's height is above mean sea level in COMMAND_LONG, by its frame in COMMAND_INT.
      autopilot.aim.lookAt((received.form === "int" ? placeOf(vehicle, received) : undefined) ?? target);
      return MavResult.ACCEPTED;
    }
    case MavCmd.DO_FENCE_ENABLE:
      return p1 === 0 || p1 === 1 ? MavResult.ACCEPTED : MavResult.DENIED;
    default:
      return MavResult.UNSUPPORTED;
  }
};

/** A place by either message; what is left open stays as it is. PX4 takes heights as above mean sea level, whatever the frame. */
const globalPlace = (vehicle: SimVehicle, received: ReceivedCommand) => {
  const { form, x, y, z } = received;
  const open = (value: number) => !Number.isFinite(value) || (form === "int" && value === openPlace);
  const { eastM, northM, altMslM } = vehicle.truth;
  const here = vehicle.plane.toLatLon(eastM, northM);
  const scale = form === "long" ? 1e7 : 1;
  const at = {
    x: open(x) ? here.latDeg * 1e7 : x * scale,
    y: open(y) ? here.lonDeg * 1e7 : y * scale,
    z: Number.isFinite(z) ? z : altMslM,
  };
  return placeOf(vehicle, { ...at, frame: 0 });
};

const changesMode = 1;

const reposition = (vehicle: SimVehicle, received: ReceivedCommand): MavResult => {
  const { autopilot } = vehicle;
  const [speedMps, flags, , yawRad] = received.params;
  const holds = autopilot.mode === "Hold";
  if (!holds && (flags & changesMode) === 0) return MavResult.DENIED;
  const target = globalPlace(vehicle, received);
  if (target === undefined) return MavResult.DENIED;
  if (autopilot.askMode("Hold") !== "accepted") return MavResult.TEMPORARILY_REJECTED;
  autopilot.obey({ kind: "position", target });
  if (speedMps > 0) autopilot.speedMps = speedMps;
  if (Number.isFinite(yawRad)) autopilot.flight.fixedYawRad = yawRad;
  return MavResult.ACCEPTED;
};

const orbit = (vehicle: SimVehicle, received: ReceivedCommand): MavResult => {
  const { autopilot } = vehicle;
  const [radiusM, speedMps] = received.params;
  const centre = globalPlace(vehicle, received);
  if (centre === undefined || !autopilot.airborne) return MavResult.TEMPORARILY_REJECTED;
  if (Math.abs(radiusM) < 1 || Math.abs(radiusM) > 1000) return MavResult.DENIED;
  autopilot.setMode("Orbit");
  autopilot.obey({
    kind: "orbit",
    centre,
    radiusM: Number.isFinite(radiusM) ? Math.abs(radiusM) : 15,
    clockwise: !(radiusM < 0),
    speedMps: speedMps > 0 ? speedMps : 3,
  });
  return MavResult.ACCEPTED;
};
