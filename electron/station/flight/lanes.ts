import type { OperationKind } from "../../../shared/wire/operations.ts";

/**
 * What an operation needs for itself. Two of one vehicle run side by side only where they share none: a camera turns while
 * the drone flies on, and an autopilot takes commands in the middle of an upload; but no mission starts while it is written.
 */
type Lane = "flight" | "mission" | "parameters" | "speed" | "pointing" | "camera";

/**
 * urgent: it takes the place of all that flies the vehicle, running or waiting, and never waits itself. movement: the newest
 * one counts. pointing: the same for the camera. queued: one after the other.
 */
type Manner = "urgent" | "movement" | "pointing" | "queued";

export interface OperationTraits {
  readonly lanes: readonly Lane[];
  readonly manner: Manner;
  /** Only data is moved, so that it may go on after a short gap: the vehicle asks for what it misses. */
  readonly transfer: boolean;
}

const flight = (manner: Manner, ...more: readonly Lane[]): OperationTraits => ({
  lanes: ["flight", ...more],
  manner,
  transfer: false,
});
const aside = (lane: Lane, manner: Manner = "queued"): OperationTraits => ({ lanes: [lane], manner, transfer: false });
const transfer = (lane: Lane): OperationTraits => ({ lanes: [lane], manner: "queued", transfer: true });

/** How each kind of operation goes with others of the same vehicle. */
export const operationTraits: Readonly<Record<OperationKind, OperationTraits>> = {
  arm: flight("queued"),
  disarm: flight("urgent"),
  "take-off": flight("movement"),
  land: flight("urgent"),
  return: flight("urgent"),
  hold: flight("urgent"),
  "go-to": flight("movement"),
  "follow-path": flight("movement", "mission"),
  patrol: flight("movement", "mission"),
  orbit: flight("movement"),
  "set-altitude": flight("movement"),
  "set-heading": flight("movement"),
  "set-speed": aside("speed"),
  "set-mode": flight("urgent"),
  "mission-start": flight("movement", "mission"),
  "mission-pause": flight("urgent"),
  "mission-resume": flight("movement", "mission"),
  "mission-restart": flight("movement", "mission"),
  "mission-skip": aside("mission"),
  "emergency-stop": flight("urgent"),
  "look-at-heat": flight("movement", "pointing"),
  "camera-look-at": aside("pointing", "pointing"),
  "camera-follow-heat": aside("pointing", "pointing"),
  "camera-angles": aside("pointing", "pointing"),
  "camera-centre": aside("pointing", "pointing"),
  "camera-photo": aside("camera"),
  "camera-video": aside("camera"),
  "camera-zoom": aside("camera"),
  reboot: flight("queued", "mission", "parameters"),
  "plan-upload": transfer("mission"),
  "plan-download": transfer("mission"),
  "mission-clear": transfer("mission"),
  "parameters-fetch": transfer("parameters"),
  "parameters-set": transfer("parameters"),
};

/** Whether what is on board may be parts of two missions while it runs. */
export const writesMission = (kind: OperationKind): boolean =>
  kind === "plan-upload" || kind === "mission-clear" || kind === "follow-path" || kind === "patrol";

/** Whether one must wait for the other's end. */
export const shareLane = (a: OperationKind, b: OperationKind): boolean =>
  operationTraits[a].lanes.some((lane) => operationTraits[b].lanes.includes(lane));

/**
 * Whether a new operation takes the place of one that runs or waits. Hold, return and land leave a running transfer alone:
 * it doesn't hinder them, and an upload that is cut off leaves a mix of two missions on board. Emergency stop ends all.
 */
export const supersedes = (newer: OperationKind, older: OperationKind): boolean => {
  if (newer === "emergency-stop") return true;
  // Nothing takes back a stop that isn't confirmed yet.
  if (older === "emergency-stop") return false;
  const { manner } = operationTraits[newer];
  const other = operationTraits[older];
  switch (manner) {
    case "urgent":
      return other.lanes.includes("flight");
    case "movement":
      return other.manner === "movement" || (other.manner === "pointing" && shareLane(newer, older));
    case "pointing":
      return other.manner === "pointing" || (other.manner === "movement" && other.lanes.includes("pointing"));
    case "queued":
      return false;
  }
};
