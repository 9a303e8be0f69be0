import { MavCmd, MavResult } from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import type { Outcome } from "../vehicle/autopilot.ts";
import { doMissionItem, turn } from "../vehicle/mission-act.ts";
import type { MissionItem } from "../vehicle/mission-item.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { Firmware, LinkServices, MissionService, ReceivedCommand, Sender } from "./firmware.ts";
import { heartbeatOf, versionOf } from "./identity.ts";
import { placeOf } from "./place.ts";
import { takePositionTarget } from "./position-target.ts";
import { telemetry } from "./telemetry.ts";

const forceMagic = 21196;
const resultOf: Readonly<Record<Outcome, MavResult>> = {
  accepted: MavResult.ACCEPTED,
  denied: MavResult.FAILED,
  unsupported: MavResult.UNSUPPORTED,
};

/** ArduPilot 4.4, Copter and Rover. */
export const ardupilot = (vehicle: SimVehicle, startUtcMs: number, missions: MissionService): Firmware => ({
  heartbeat: heartbeatOf,
  version: versionOf,
  messages: telemetry(startUtcMs),
  unasked: [],
  parameterBytes: false,
  obey: (link, received) => obey(vehicle, link, received),
  setMode: (customMode) => ({ command: 11, result: resultOf[vehicle.autopilot.setModeNumber(customMode)] }),
  take: (message, from) => take(vehicle, message, from),
  missions,
});

const take = (vehicle: SimVehicle, message: MavlinkMessage, from: Sender): void => {
  const { autopilot, parameters } = vehicle;
  const isOurs = from.systemId === parameters.number("SYSID_MYGCS", 255);
  if (message.name === "HEARTBEAT" && isOurs) autopilot.failsafes.heard();
  else if (message.name === "SET_POSITION_TARGET_GLOBAL_INT") takePositionTarget(vehicle, message.fields);
  else if (message.name === "MANUAL_CONTROL" && isOurs && message.fields.target === vehicle.spec.systemId) {
    const { x, y, z, r } = message.fields;
    // A copter's throttle is half way at 500; a rover steers by y and drives by z.
    const axis = (value: number): number => (Math.abs(value) > 1000 ? 0 : value / 1000);
    vehicle.steer(
      vehicle.spec.kind === "drone"
        ? { forward: axis(x), right: axis(y), up: z < 0 || z > 1000 ? 0 : (z - 500) / 500, turn: axis(r) }
        : { forward: axis(z), right: 0, up: 0, turn: axis(y) },
    );
  }
};

/** Does what a command asks, as ArduPilot would, and says how it went. */
const obey = (vehicle: SimVehicle, link: LinkServices, received: ReceivedCommand): MavResult => {
  const [p1, p2] = received.params;
  const said = (is: boolean): MavResult => (is ? MavResult.ACCEPTED : MavResult.FAILED);
  switch (received.command) {
    case MavCmd.SET_MESSAGE_INTERVAL:
      return link.setInterval(p1, p2) ? MavResult.ACCEPTED : MavResult.DENIED;
    case MavCmd.GET_MESSAGE_INTERVAL:
      link.tellInterval(p1);
      return MavResult.ACCEPTED;
    case MavCmd.REQUEST_MESSAGE:
      return said(link.sendOnce(p1));
    case MavCmd.REQUEST_AUTOPILOT_CAPABILITIES:
      return said(link.sendOnce(148));
    case MavCmd.GET_HOME_POSITION:
      return said(link.sendOnce(242));
    case MavCmd.MISSION_START:
      // A part of a mission can't be started.
      if (p1 !== 0 || p2 !== 0) return MavResult.DENIED;
      return resultOf[vehicle.autopilot.beginMission()];
    case MavCmd.DO_REPOSITION:
      return reposition(vehicle, received);
    case MavCmd.PREFLIGHT_REBOOT_SHUTDOWN:
      if (p1 !== 1) return MavResult.UNSUPPORTED;
      if (vehicle.autopilot.armed) return MavResult.FAILED;
      vehicle.rebootSoon();
      return MavResult.ACCEPTED;
    default:
      return resultOf[vehicle.spec.kind === "drone" ? fly(vehicle, received) : drive(vehicle, received)];
  }
};

/** What both kinds do. */
const act = (vehicle: SimVehicle, received: ReceivedCommand): Outcome => {
  const { autopilot } = vehicle;
  const [p1, p2] = received.params;
  switch (received.command) {
    case MavCmd.COMPONENT_ARM_DISARM: {
      const forced = p2 === forceMagic;
      if (p1 === 0) return autopilot.disarm(forced ? "force" : "safe");
      if (p1 !== 1) return "unsupported";
      if (forced) autopilot.armForced();
      return autopilot.arm();
    }
    case MavCmd.DO_SET_MODE:
      return autopilot.setModeNumber(p2);
    case MavCmd.NAV_RETURN_TO_LAUNCH:
      return autopilot.askMode("RTL");
    case MavCmd.DO_SET_MISSION_CURRENT:
      return autopilot.runner.setCurrent(p1) ? "accepted" : "denied";
    case MavCmd.DO_CHANGE_SPEED:
      if (!["auto", "guided", "return"].includes(autopilot.behaviour) || !(p2 > 0)) return "denied";
      // Of a copter's climb and descent speeds nothing is shown here.
      if (p1 !== 2 && p1 !== 3) autopilot.speedMps = p2;
      return "accepted";
    case MavCmd.DO_FENCE_ENABLE:
      if (p1 !== 0 && p1 !== 1) return "denied";
      autopilot.parameters.set("FENCE_ENABLE", p1);
      return "accepted";
    default:
      return "unsupported";
  }
};

/** What only a rover does: to a heading at a speed, on the spot at none, for three seconds from each time that it is said. */
const drive = (vehicle: SimVehicle, received: ReceivedCommand): Outcome => {
  if (received.command !== MavCmd.NAV_SET_YAW_SPEED) return act(vehicle, received);
  const { autopilot } = vehicle;
  const [angleDeg, speedMps, isRelative] = received.params;
  if (autopilot.behaviour !== "guided") return "denied";
  const yawRad = (angleDeg * Math.PI) / 180 + (isRelative > 0 ? vehicle.truth.yawRad : 0);
  const velocity = { northMps: speedMps * Math.cos(yawRad), eastMps: speedMps * Math.sin(yawRad), upMps: 0 };
  autopilot.obey({ kind: "velocity", ...velocity });
  autopilot.flight.fixedYawRad = yawRad;
  return "accepted";
};

const fly = (vehicle: SimVehicle, received: ReceivedCommand): Outcome => {
  const { autopilot } = vehicle;
  const [p1, p2, p3, p4] = received.params;
  switch (received.command) {
    case MavCmd.NAV_TAKEOFF:
      return autopilot.takeOff(received.z);
    case MavCmd.NAV_LAND:
      return autopilot.askMode("LAND");
    case MavCmd.NAV_LOITER_UNLIM:
      return autopilot.askMode("LOITER");
    case MavCmd.CONDITION_YAW:
      if (!(p1 >= 0 && p1 <= 360) || (p4 !== 0 && p4 !== 1)) return "denied";
      turn(autopilot, { angleDeg: p1, clockwise: p3 >= 0, relative: p4 === 1 }, vehicle.truth.yawRad);
      return "accepted";
    case MavCmd.DO_PAUSE_CONTINUE:
      return p1 === 0 || p1 === 1 ? autopilot.pause(p1 === 0) : "denied";
    case MavCmd.DO_FLIGHTTERMINATION:
      return p1 > 0.5 ? autopilot.disarm("force") : "denied";
    case MavCmd.DO_MOUNT_CONTROL:
      // Only by angles; 2 is MAV_MOUNT_MODE_MAVLINK_TARGETING, 1 is neutral.
      if (received.z === 1) autopilot.pointGimbal(0, 0);
      else autopilot.pointGimbal(p1, p3);
      return "accepted";
    case MavCmd.DO_GIMBAL_MANAGER_PITCHYAW: {
      const lock = received.x === 16 || received.form === "int" ? received.x & 16 : 0;
      autopilot.aim.angles(p1, Number.isFinite(p2) ? p2 : 0, lock ? "north" : "nose");
      return "accepted";
    }
    case MavCmd.DO_SET_ROI_NONE:
      autopilot.aim.lookAt(undefined);
      return "accepted";
    case MavCmd.DO_SET_ROI:
    case MavCmd.DO_SET_ROI_LOCATION:
      return region(vehicle, received);
    case MavCmd.DO_DIGICAM_CONTROL:
      if (received.x === 1) vehicle.photo();
      return "accepted";
    case MavCmd.DO_SET_CAM_TRIGG_DIST: {
      const item: MissionItem = { ...received, autocontinue: 1 };
      doMissionItem(autopilot, item, { plane: vehicle.plane, photo: () => vehicle.photo() });
      return "accepted";
    }
    default:
      return act(vehicle, received);
  }
};

/** Looks at a place as it flies; 0,0 ends it. In COMMAND_LONG the place is in degrees, above home. */
const region = (vehicle: SimVehicle, received: ReceivedCommand): Outcome => {
  const scale = received.form === "long" ? 1e7 : 1;
  const at = { x: received.x * scale, y: received.y * scale, z: received.z };
  const target = placeOf(vehicle, { ...at, frame: received.form === "long" ? 3 : received.frame });
  if (target === undefined) return "denied";
  vehicle.autopilot.aim.lookAt(at.x === 0 && at.y === 0 ? undefined : target);
  return "accepted";
};

const changesMode = 1;

/** Works only as COMMAND_INT, because a float cannot hold a position. */
const reposition = (vehicle: SimVehicle, received: ReceivedCommand): MavResult => {
  if (received.form === "long") return MavResult.UNSUPPORTED;
  const { autopilot } = vehicle;
  if (autopilot.behaviour !== "guided" && (received.params[1] & changesMode) === 0) return MavResult.DENIED;
  const target = placeOf(vehicle, received);
  if (target === undefined || (received.x === 0 && received.y === 0)) return MavResult.DENIED;
  if (autopilot.askMode("GUIDED") !== "accepted") return MavResult.FAILED;
  // 4.4 looks neither at the speed nor at the heading.
  return resultOf[autopilot.obey({ kind: "position", target })];
};
