import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { isDeadManHeld, isNeutral, isUsable, neutral, type Pad, type Sticks, sticksOf } from "./gamepad-sticks.ts";

/** How steering by hand stands. Only "steering" sends. */
export type SteerState =
  | { readonly state: "off" }
  /** The dead man's button is held but a stick is not in its middle: it would start with a jerk. */
  | { readonly state: "centre-first" }
  | { readonly state: "steering"; readonly vehicleId: VehicleId; readonly sticks: Sticks }
  /** Ended while the button was held: it must be let go before it counts again. */
  | { readonly state: "let-go-first" };

export interface SteerInput {
  /** Undefined once it is unplugged. */
  readonly pad: Pad | undefined;
  /** The vehicle that is selected, made ready for steering and may be commanded; undefined else. */
  readonly vehicleId: VehicleId | undefined;
  readonly onGround: boolean;
  /** The page has the focus and is seen. */
  readonly present: boolean;
}

/** What must be said now: the sticks of a vehicle, or the end of it. */
export type SteerSend =
  | { readonly vehicleId: VehicleId; readonly sticks: Sticks }
  | { readonly vehicleId: VehicleId; readonly end: true };

export const steerOff: SteerState = { state: "off" };
const letGoFirst: SteerState = { state: "let-go-first" };

/** One look at everything, 20 times a second and whenever something was lost. */
export const steerStep = (
  state: SteerState,
  { pad, vehicleId, onGround, present }: SteerInput,
): { readonly state: SteerState; readonly send: readonly SteerSend[] } => {
  const ended: readonly SteerSend[] = state.state === "steering" ? [{ vehicleId: state.vehicleId, end: true }] : [];
  // Plugged in again, its button may still read as held.
  if (pad === undefined || !isUsable(pad))
    return { state: state.state === "steering" ? letGoFirst : state, send: ended };
  if (!isDeadManHeld(pad)) return { state: steerOff, send: ended };
  if (!present || vehicleId === undefined) return { state: letGoFirst, send: ended };
  if (state.state === "let-go-first") return { state, send: [] };
  if (state.state === "steering" && state.vehicleId !== vehicleId) return { state: letGoFirst, send: ended };
  const sticks = sticksOf(pad, { onGround });
  if (state.state !== "steering" && !isNeutral(sticks)) return { state: { state: "centre-first" }, send: [] };
  return { state: { state: "steering", vehicleId, sticks }, send: [{ vehicleId, sticks }] };
};

/** The sticks as sent, to two decimals; `end` is neutral too. */
export const steerRequest = (send: SteerSend) => {
  const { forward, right, up, turn } = "end" in send ? neutral : send.sticks;
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    forward: round(forward),
    right: round(right),
    up: round(up),
    turn: round(turn),
    ...("end" in send ? { end: true } : {}),
  };
};
