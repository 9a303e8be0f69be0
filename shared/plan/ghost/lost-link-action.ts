import type { LastSeen } from "./last-seen.ts";

/** What a vehicle does by itself when it hears no ground station. */
export type LostLinkAction = "return" | "retrace" | "continue" | "land" | "hold";

export interface LostLink {
  /** The likeliest first; one where its parameters say it. */
  readonly actions: readonly LostLinkAction[];
  readonly known: boolean;
  /** After this long without a ground station, s. */
  readonly afterS: number;
}

/** What its mode lets it do. */
export type FlightStage = "mission" | "guided" | "returning" | "landing" | "holding" | "manual";

const stages: Readonly<Record<string, FlightStage>> = {
  AUTO: "mission",
  Mission: "mission",
  GUIDED: "guided",
  FOLLOW: "guided",
  CIRCLE: "guided",
  Offboard: "guided",
  Orbit: "guided",
  Takeoff: "guided",
  TAKEOFF: "guided",
  "Follow Me": "guided",
  RTL: "returning",
  SMART_RTL: "returning",
  AUTO_RTL: "returning",
  QRTL: "returning",
  Return: "returning",
  LAND: "landing",
  QLAND: "landing",
  AUTOLAND: "landing",
  Land: "landing",
  "Precision Land": "landing",
  LOITER: "holding",
  QLOITER: "holding",
  POSHOLD: "holding",
  BRAKE: "holding",
  HOLD: "holding",
  Position: "holding",
};

/** PX4 flies to a place in its Hold mode too. */
export const stageOf = ({ vehicle }: LastSeen): FlightStage => {
  const name = vehicle.mode?.name ?? "";
  if (vehicle.autopilot === "px4" && name === "Hold") return "guided";
  return stages[name] ?? "manual";
};

/**
 * By the parameters: Copter's FS_GCS_ENABLE, FS_GCS_TIMEOUT and FS_OPTIONS (ArduPilot 4, parameters.cpp and events.cpp), Rover's with
 * FS_ACTION, Plane's FS_GCS_ENABL and FS_LONG_ACTN, PX4's NAV_DLL_ACT and COM_DL_LOSS_T. Where they aren't known, what the
 * firmware does out of the box, and the other thing that it may have been set to.
 */
export const lostLinkOf = (seen: LastSeen): LostLink => {
  const { vehicle } = seen;
  const stage = stageOf(seen);
  if (stage === "returning" || stage === "landing") return { actions: ["continue"], known: true, afterS: 0 };
  if (vehicle.autopilot === "px4") return px4Action(seen);
  if (vehicle.autopilot !== "ardupilot") return unknown(["continue", isGround(seen) ? "hold" : "return"], 10);
  if (isGround(seen)) return roverAction(seen, stage);
  return vehicle.kind === "fixed-wing" ? planeAction(seen, stage) : copterAction(seen, stage);
};

export const isGround = ({ vehicle: { kind } }: LastSeen): boolean => kind === "ground-robot" || kind === "boat";

const unknown = (actions: readonly LostLinkAction[], afterS: number): LostLink => ({ actions, known: false, afterS });
const known = (action: LostLinkAction, afterS: number): LostLink => ({ actions: [action], known: true, afterS });

const px4Actions: Readonly<Record<number, LostLinkAction>> = {
  0: "continue",
  1: "hold",
  2: "return",
  3: "land",
  5: "land",
  6: "land",
};

const px4Action = ({ parameter }: LastSeen): LostLink => {
  const afterS = parameter("COM_DL_LOSS_T") ?? 10;
  const action = px4Actions[parameter("NAV_DLL_ACT") ?? -1];
  return action === undefined ? unknown(["continue", "return"], afterS) : known(action, afterS);
};

const copterActions: Readonly<Record<number, LostLinkAction>> = {
  0: "continue",
  1: "return",
  2: "return",
  3: "retrace",
  4: "retrace",
  5: "land",
  6: "return",
  7: "land",
};
/** FS_OPTIONS: go on in AUTO, and in modes that a pilot steers. */
const continueInAuto = 2;
const continueSteered = 16;

const copterAction = ({ parameter }: LastSeen, stage: FlightStage): LostLink => {
  const afterS = parameter("FS_GCS_TIMEOUT") ?? 5;
  const enabled = parameter("FS_GCS_ENABLE");
  const options = parameter("FS_OPTIONS") ?? 0;
  const action = copterActions[enabled ?? -1];
  if (action === undefined) return unknown(["continue", "return"], afterS);
  if (stage === "mission" && (enabled === 2 || (options & continueInAuto) > 0)) return known("continue", afterS);
  const isSteered = stage === "manual" || stage === "holding";
  return known(isSteered && (options & continueSteered) > 0 ? "continue" : action, afterS);
};

const planeAction = ({ parameter }: LastSeen, stage: FlightStage): LostLink => {
  const afterS = parameter("FS_LONG_TIMEOUT") ?? 5;
  const enabled = parameter("FS_GCS_ENABL");
  if (enabled === undefined) return unknown(["continue", "return"], afterS);
  if (enabled === 0) return known("continue", afterS);
  const action = parameter("FS_LONG_ACTN") ?? 0;
  if (action === 0) return known(stage === "mission" ? "continue" : "return", afterS);
  return known(action === 1 ? "return" : "land", afterS);
};

const roverActions: Readonly<Record<number, LostLinkAction>> = {
  0: "continue",
  1: "return",
  2: "hold",
  3: "retrace",
  4: "retrace",
  5: "hold",
};

const roverAction = ({ parameter }: LastSeen, stage: FlightStage): LostLink => {
  const afterS = parameter("FS_GCS_TIMEOUT") ?? 5;
  const enabled = parameter("FS_GCS_ENABLE");
  if (enabled === undefined) return unknown(["hold", "continue"], afterS);
  if (enabled === 0 || (enabled === 2 && stage === "mission")) return known("continue", afterS);
  return known(roverActions[parameter("FS_ACTION") ?? 2] ?? "hold", afterS);
};
