import type { MavlinkMessage } from "../mavlink/messages.ts";

/** Messages of the autopilot whose stamp is its time since boot, and which state they bring. */
export type StampedTrack = "position" | "attitude" | "velocity" | "clock";

/** A time since the vehicle's boot, and what it belongs to. */
export interface Stamp {
  readonly vehicleMs: number;
  readonly track: StampedTrack;
}

/** @returns undefined for messages that carry no time since boot */
export const stampOf = (message: MavlinkMessage): Stamp | undefined => {
  switch (message.name) {
    case "GLOBAL_POSITION_INT":
      return { vehicleMs: message.fields.timeBootMs, track: "position" };
    case "ATTITUDE":
    case "ATTITUDE_QUATERNION":
      return { vehicleMs: message.fields.timeBootMs, track: "attitude" };
    case "LOCAL_POSITION_NED":
      return { vehicleMs: message.fields.timeBootMs, track: "velocity" };
    case "SYSTEM_TIME":
      return { vehicleMs: message.fields.timeBootMs, track: "clock" };
    default:
      return undefined;
  }
};
