import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";

/** Where the stick is, -1 to 1 each. */
export interface Hands {
  readonly forward: number;
  readonly right: number;
  readonly up: number;
  readonly turn: number;
}

export const neutral: Hands = { forward: 0, right: 0, up: 0, turn: 0 };

const thousandths = (share: number): number => Math.round(Math.max(-1, Math.min(1, share)) * 1000);
/** 0 to 1000, half of it keeps the height. */
const throttle = (share: number): number => 500 + Math.round(thousandths(share) / 2);

/**
 * MANUAL_CONTROL as each firmware reads it. In the air: x forward, y right, r turn, z 0 to 1000 with 500 keeping the height
 * (ArduCopter refuses less than 0). ArduRover steers by y and drives by z from -1000 to 1000, where 500 would be half ahead; a
 * PX4 rover reads z from 0 to 1000 with 500 standing still, and steers by y or r.
 */
export const manualControl = (vehicle: VehicleState, { forward, right, up, turn }: Hands): OutgoingMessage => {
  const target = vehicle.systemId;
  const drives = vehicle.kind === "ground-robot" || vehicle.kind === "boat";
  if (!drives) {
    const fields = { x: thousandths(forward), y: thousandths(right), z: throttle(up), r: thousandths(turn) };
    return { name: "MANUAL_CONTROL", fields: { target, ...fields } };
  }
  // Legs may step aside, but steering has one axis: whichever is turned more.
  const steer = thousandths(Math.abs(turn) >= Math.abs(right) ? turn : right);
  const drive = vehicle.autopilot === "px4" ? throttle(forward) : thousandths(forward);
  return { name: "MANUAL_CONTROL", fields: { target, x: thousandths(forward), y: steer, z: drive, r: steer } };
};
