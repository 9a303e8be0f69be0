import type { LatLon } from "../geo/lat-lon.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";

/** What a command is about: its parameters 5 and 6, and what its parameter 7, a height in metres, counts from. */
export interface CommandPlace extends LatLon {
  /** MAV_FRAME: 0 above mean sea level, 3 above home, 10 above the ground. Only COMMAND_INT carries it. */
  readonly frame: number;
}

/** By which message a command travels. SET_MODE is acked as command 11, or by PX4 as 176. */
export type CommandMessage = "long" | "int" | "set-mode";

/** What a vehicle is told to do, wherever it goes. */
export interface CommandCall {
  /** MAV_CMD; 11 with "set-mode". */
  readonly command: number;
  /** The seven parameters (missing ones are 0, NaN leaves it to the vehicle); with "set-mode" base mode and custom mode. */
  readonly params: readonly number[];
  /** Stands for parameters 5 and 6; a place of NaN means where it is. */
  readonly place?: CommandPlace;
  /**
   * The forms that mean the same, the better first: the other is tried where the vehicle refuses the first as unsupported.
   * COMMAND_LONG has no frame, so a height that isn't above home must not go by it. Absent: only COMMAND_LONG.
   */
  readonly forms?: readonly [CommandMessage, ...CommandMessage[]];
  /**
   * Repeating it does it twice (a turn by so many degrees). It is then sent once: COMMAND_INT has no `confirmation` that could
   * tell a repetition, and ArduPilot doesn't look at COMMAND_LONG's. Absent: repeating is harmless.
   */
  readonly once?: true;
}

/** A command and whom it is for. */
export interface Command extends CommandCall {
  readonly targetSystem: number;
  /** 0: whichever component of the vehicle feels addressed; then any component's answer counts. */
  readonly targetComponent: number;
}

/** MAV_FRAME_MISSION: there is no place. */
const noPlaceFrame = 2;
/** "Unknown" in COMMAND_INT's whole numbers, as NaN is in floats. */
const unknownInt = 0x7fffffff;

const degE7 = (deg: number): number => (Number.isFinite(deg) ? Math.round(deg * 1e7) : unknownInt);

/** `confirmation` counts the resends, so that the vehicle can tell them from new commands; 255 at most. */
export const commandMessage = (command: Command, form: CommandMessage, confirmation: number): OutgoingMessage => {
  const { targetSystem, targetComponent, place } = command;
  const [p1 = 0, p2 = 0, p3 = 0, p4 = 0, p5 = 0, p6 = 0, p7 = 0] = command.params;
  if (form === "set-mode") {
    return { name: "SET_MODE", fields: { targetSystem, baseMode: p1, customMode: p2 } };
  }
  const fields = {
    ...{ targetSystem, targetComponent, command: command.command },
    ...{ _param1: p1, _param2: p2, _param3: p3, _param4: p4, _param7: p7 },
  };
  if (form === "long") {
    return {
      name: "COMMAND_LONG",
      fields: {
        ...fields,
        confirmation: Math.min(confirmation, 255),
        _param5: place?.latDeg ?? p5,
        _param6: place?.lonDeg ?? p6,
      },
    };
  }
  return {
    name: "COMMAND_INT",
    fields: {
      ...fields,
      frame: place?.frame ?? noPlaceFrame,
      _param5: place === undefined ? p5 : degE7(place.latDeg),
      _param6: place === undefined ? p6 : degE7(place.lonDeg),
    },
  };
};

const setModeAcks: ReadonlySet<number> = new Set([11, 176]);

/** Whether an ack that names this command answers it. */
export const answersCommand = (command: Command, form: CommandMessage, acked: number): boolean =>
  form === "set-mode" ? setModeAcks.has(acked) : acked === command.command;
