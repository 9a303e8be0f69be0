import { MavCmd, MavResult } from "../../../shared/mavlink/enums.ts";
import type { Outcome } from "../vehicle/autopilot.ts";
import type { Target } from "../vehicle/guidance.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";

/** A command by either message; `x` and `y` are degrees times 1e7 for COMMAND_INT, plain parameters 5 and 6 for LONG. */
export interface ReceivedCommand {
  readonly form: "long" | "int";
  readonly command: number;
  readonly params: readonly [number, number, number, number];
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly frame: number;
}

/** What the link does for a command: streams and single messages. */
export interface LinkServices {
  setInterval(messageId: number, intervalUs: number): boolean;
  tellInterval(messageId: number): void;
  /** @returns false where there is no such message */
  sendOnce(messageId: number): boolean;
}

const forceMagic = 21196;
const resultOf: Readonly<Record<Outcome, MavResult>> = {
  accepted: MavResult.ACCEPTED,
  denied: MavResult.FAILED,
  unsupported: MavResult.UNSUPPORTED,
};

/** Does what a command asks, as ArduPilot would, and says how it went. */
export const obey = (vehicle: SimVehicle, link: LinkServices, received: ReceivedCommand): MavResult => {
  const [p1, p2] = received.params;
  switch (received.command) {
    case MavCmd.SET_MESSAGE_INTERVAL:
      return link.setInterval(p1, p2) ? MavResult.ACCEPTED : MavResult.DENIED;
    case MavCmd.GET_MESSAGE_INTERVAL:
      link.tellInterval(p1);
      return MavResult.ACCEPTED;
    case MavCmd.REQUEST_MESSAGE:
      return link.sendOnce(p1) ? MavResult.ACCEPTED : MavResult.FAILED;
    case MavCmd.REQUEST_AUTOPILOT_CAPABILITIES:
      return link.sendOnce(148) ? MavResult.ACCEPTED : MavResult.FAILED;
    case MavCmd.GET_HOME_POSITION:
      return link.sendOnce(242) ? MavResult.ACCEPTED : MavResult.FAILED;
    default:
      return resultOf[act(vehicle, received)];
  }
};

const act = (vehicle: SimVehicle, received: ReceivedCommand): Outcome => {
  const { autopilot } = vehicle;
  const [p1, p2, p3] = received.params;
  switch (received.command) {
    case MavCmd.COMPONENT_ARM_DISARM:
      return p1 === 1 ? autopilot.arm() : autopilot.disarm(p2 === forceMagic ? "force" : "safe");
    case MavCmd.DO_SET_MODE:
      return autopilot.setModeNumber(p2);
    case MavCmd.NAV_TAKEOFF:
      return autopilot.takeOff(received.z);
    case MavCmd.NAV_RETURN_TO_LAUNCH:
      autopilot.setMode("RTL");
      return "accepted";
    case MavCmd.NAV_LAND:
      return drone(vehicle, () => autopilot.setMode("LAND"));
    case MavCmd.NAV_LOITER_UNLIM:
      autopilot.setMode("LOITER");
      return "accepted";
    case MavCmd.MISSION_START:
      return autopilot.startMission();
    case MavCmd.DO_SET_MISSION_CURRENT:
      return autopilot.runner.setCurrent(p1) ? "accepted" : "denied";
    case MavCmd.DO_CHANGE_SPEED:
      if (p2 <= 0) return "denied";
      autopilot.speedMps = p2;
      return "accepted";
    case MavCmd.DO_MOUNT_CONTROL:
      return drone(vehicle, () => autopilot.pointGimbal(p1, p3));
    case MavCmd.DO_GIMBAL_MANAGER_PITCHYAW:
      return drone(vehicle, () => autopilot.pointGimbal(p1, Number.isFinite(p2) ? p2 : 0));
    case MavCmd.DO_REPOSITION:
      return reposition(vehicle, received);
    default:
      return "unsupported";
  }
};

const drone = (vehicle: SimVehicle, run: () => void): Outcome => {
  if (vehicle.spec.kind !== "drone") return "unsupported";
  run();
  return "accepted";
};

/** Works only as COMMAND_INT, because a float cannot hold a position. */
const reposition = (vehicle: SimVehicle, received: ReceivedCommand): Outcome => {
  if (received.form === "long") return "unsupported";
  const { autopilot } = vehicle;
  if (!autopilot.positionGood || (vehicle.spec.kind === "drone" && !autopilot.armed)) return "denied";
  autopilot.setMode("GUIDED");
  return autopilot.goTo(targetOf(vehicle, received));
};

/** A position in degrees times 1e7 with its height by frame: 0 and 5 MSL, all others above home. */
export const targetOf = (
  vehicle: SimVehicle,
  at: { readonly x: number; readonly y: number; readonly z: number; readonly frame: number },
): Target => {
  const { eastM, northM } = vehicle.plane.toLocal({ latDeg: at.x / 1e7, lonDeg: at.y / 1e7 });
  const msl = at.frame === 0 || at.frame === 5;
  return { eastM, northM, altMslM: msl ? at.z : vehicle.autopilot.home.altMslM + at.z };
};

type CommandFields = Readonly<Record<"command" | `_param${1 | 2 | 3 | 4 | 5 | 6 | 7}`, number>>;

/** COMMAND_INT's x, y and z travel under the names of parameters 5 to 7. */
export const argumentsOf = (fields: CommandFields): Pick<ReceivedCommand, "command" | "params" | "x" | "y" | "z"> => ({
  command: fields.command,
  params: [fields._param1, fields._param2, fields._param3, fields._param4],
  x: fields._param5,
  y: fields._param6,
  z: fields._param7,
});
