import type { VehicleState } from "../vehicle/vehicle-state.ts";
import type { ExchangeEvent } from "./exchange.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";

/** Why something did not happen. Each has a plain sentence in both catalogues: `operation.CODE`. */
export const jobFaultCodes = [
  "temporarily-rejected", // MAV_RESULT 1: not now
  "denied", // 2
  "unsupported", // 3
  "failed", // 4
  "cancelled", // 6, or by a person
  "refused", // any other MAV_RESULT
  "no-answer", // no ack after all tries
  "superseded", // a later command took its place
  "expired", // too old to be sent
  "link-gap", // the link was gone meanwhile: nothing that waited is sent
  "vehicle-changed", // another vehicle answers on this id now
  "rebooted", // it started anew in the middle
  "not-confirmed", // accepted, but the vehicle's state never said so
  "mission-refused", // an item was refused: params.item (or one up to params.orItem, where that is given), params.reason (MissionReason), params.onBoard (OnBoard)
  "mission-no-space",
  "mission-timeout", // it gave up waiting
  "readback-differs", // params.item, params.field (ReadBackDifference)
  "parameter-unknown", // params.name
  "parameter-differs", // stored is not what was sent: params.name, params.stored
  "no-position", // it doesn't know where it is
  "not-possible",
] as const;
export type JobFaultCode = (typeof jobFaultCodes)[number];

export interface JobFault {
  readonly code: JobFaultCode;
  readonly params: Readonly<Record<string, string | number>>;
  /** What the vehicle itself said about it, in its own words. */
  readonly vehicleText?: string;
}

/** What a job is at: `operationStep.CODE` in the catalogues. */
export const jobStepCodes = [
  "mode",
  "arming",
  "taking-off",
  "moving",
  "sending",
  "reading-back",
  "reading",
  "following",
] as const;
export type JobStepCode = (typeof jobStepCodes)[number];

export type JobStatus =
  /** `progress` 0 to 1 where it is known. */
  | { readonly state: "running"; readonly progress?: number; readonly step?: JobStepCode }
  | { readonly state: "done" }
  | { readonly state: "failed"; readonly fault: JobFault };

/** What moves a job on: the exchange's events, and the vehicle's model whenever it changed. */
export type JobEvent = ExchangeEvent | { readonly kind: "vehicle"; readonly vehicle: VehicleState };

/** What to send at once, to the vehicle's autopilot unless the message says otherwise, and how far the job is. */
export interface JobStep {
  readonly send: readonly OutgoingMessage[];
  readonly status: JobStatus;
}

/**
 * One thing that a vehicle is asked for, from its first message to its outcome: a pure machine in a shell, so that a queue
 * can hold any of them. Nothing happens after "done" or "failed".
 */
export interface Job {
  start(nowMs: number): JobStep;
  step(event: JobEvent, nowMs: number): JobStep;
  /** It is taken off the vehicle's hands before its end: what must still be said (a cancelled transfer's MISSION_ACK). */
  cancel(nowMs: number): readonly OutgoingMessage[];
}
