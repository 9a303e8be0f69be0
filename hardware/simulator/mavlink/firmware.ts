import type { MavResult } from "../../../shared/mavlink/enums.ts";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { MissionPeer } from "./mission-peer.ts";
import type { Outgoing } from "./telemetry.ts";

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

/** Who speaks. */
export interface Sender {
  readonly systemId: number;
  readonly componentId: number;
}

/** What the link does for a command: streams and single messages. */
export interface LinkServices {
  setInterval(messageId: number, intervalUs: number): boolean;
  tellInterval(messageId: number): void;
  /** @returns false where there is no such message */
  sendOnce(messageId: number): boolean;
}

/** The vehicle's side of the mission protocol. */
export interface MissionService {
  /** @returns false for a message that is not of this protocol */
  receive(message: MavlinkMessage, peer: MissionPeer, nowMs: number): boolean;
  tick(nowMs: number): void;
  /** It was switched off in the middle. */
  forget(): void;
}

/** What a firmware says and how it answers: one each for ArduPilot and PX4. */
export interface Firmware {
  heartbeat(vehicle: SimVehicle): Outgoing;
  version(vehicle: SimVehicle): Outgoing;
  /** By message id. Ids that this autopilot does not have are absent. */
  readonly messages: ReadonlyMap<number, (vehicle: SimVehicle) => Outgoing | undefined>;
  /** Streams that run without being asked for: message id and times a second. */
  readonly unasked: readonly (readonly [messageId: number, perS: number])[];
  /** Parameters' integers travel as their bytes, not as a number that a float holds. */
  readonly parameterBytes: boolean;
  obey(link: LinkServices, received: ReceivedCommand, from: Sender): MavResult;
  /** @returns the ack of SET_MODE; undefined where the firmware gives none */
  setMode(customMode: number): { readonly command: number; readonly result: MavResult } | undefined;
  /** A position or velocity target, hands on the stick, and others that get no answer. */
  take(message: MavlinkMessage, from: Sender): void;
  readonly missions: MissionService;
}

type CommandFields = Readonly<Record<"command" | `_param${1 | 2 | 3 | 4 | 5 | 6 | 7}`, number>>;

/** COMMAND_INT's x, y and z travel under the names of parameters 5 to 7. */
export const argumentsOf = (fields: CommandFields): Pick<ReceivedCommand, "command" | "params" | "x" | "y" | "z"> => ({
  command: fields.command,
  params: [fields._param1, fields._param2, fields._param3, fields._param4],
  x: fields._param5,
  y: fields._param6,
  z: fields._param7,
});
