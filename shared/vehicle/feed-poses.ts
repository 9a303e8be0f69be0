import type { MavlinkMessage } from "../mavlink/messages.ts";
import type { ClockOffset } from "./clock-offset.ts";
import type { GimbalClocks } from "./gimbal-clocks.ts";
import type { PoseHistory } from "./pose-history.ts";
import { readBody } from "./reduce-attitude.ts";
import { readGimbal } from "./reduce-gimbal.ts";
import type { Reception } from "./vehicle-memory.ts";
import type { VehicleState } from "./vehicle-state.ts";
import type { Stamp } from "./vehicle-time.ts";

export interface PoseSink {
  readonly poses: PoseHistory;
  readonly gimbalClocks: GimbalClocks;
  /** With the message already reduced: a position or gimbal that was refused there is none here. */
  readonly state: VehicleState;
  readonly sender: { readonly componentId: number; readonly isAutopilot: boolean };
  /** Of the path by which the message came. */
  readonly clock: ClockOffset | undefined;
}

/** Adds what a message says of position, attitude or camera to the pose history, at its time on the vehicle's clock. */
export const feedPoses = (sink: PoseSink, message: MavlinkMessage, stamp: Stamp | undefined, at: Reception): void => {
  const { poses, state, clock } = sink;
  const { position, velocity, gimbal } = state;
  if (stamp !== undefined) {
    const body = readBody(message);
    if (body !== undefined) poses.addAttitude(stamp.vehicleMs, body);
    const isPosition = message.name === "GLOBAL_POSITION_INT" && position?.atMs === at.nowMs;
    if (isPosition) poses.addPosition(stamp.vehicleMs, position, velocity);
    return;
  }
  const reading = gimbal?.atMs === at.nowMs && clock !== undefined ? readGimbal(message) : undefined;
  if (reading === undefined || clock === undefined) return;
  const timeMs = sink.gimbalClocks.vehicleTime(reading.stampMs, sink.sender, clock, at.nowMs);
  if (timeMs !== undefined) poses.addGimbal(timeMs, reading);
};
