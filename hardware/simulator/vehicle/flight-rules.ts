import { copterModes, type FlightMode, px4Modes, roverModes } from "./modes.ts";

/** Where the firmwares differ in what they do (not in how they say it, which is the link's). */
export interface FlightRules {
  readonly firmware: "ardupilot" | "px4";
  readonly modes: readonly FlightMode[];
  /** The mode after power-up. */
  readonly startMode: string;
  readonly mode: Readonly<Record<"auto" | "guided" | "return" | "land" | "hold", string>>;
  /** ArduPilot keeps home as item 0 of a mission. */
  readonly homeIsItem0: boolean;
  readonly armedText: string;
  readonly disarmedText: string;
  /** Why it can't be armed while there is no position estimate. */
  readonly notReadyText: string;
  /** Parameters by which it behaves. */
  readonly parameter: Readonly<Record<"speed" | "returnHeight" | "disarmDelay", string>>;
  /** What one unit of those is: ArduPilot's lengths are centimetres in places. */
  readonly speedUnitMps: number;
  readonly heightUnitM: number;
}

const ardupilot = { firmware: "ardupilot", homeIsItem0: true } as const;

const copter: FlightRules = {
  ...ardupilot,
  modes: copterModes,
  startMode: "STABILIZE",
  mode: { auto: "AUTO", guided: "GUIDED", return: "RTL", land: "LAND", hold: "LOITER" },
  armedText: "Arming motors",
  disarmedText: "Disarming motors",
  notReadyText: "Arm: Need Position Estimate",
  parameter: { speed: "WPNAV_SPEED", returnHeight: "RTL_ALT", disarmDelay: "DISARM_DELAY" },
  speedUnitMps: 0.01,
  heightUnitM: 0.01,
};

const rover: FlightRules = {
  ...ardupilot,
  modes: roverModes,
  startMode: "HOLD",
  mode: { auto: "AUTO", guided: "GUIDED", return: "RTL", land: "HOLD", hold: "HOLD" },
  armedText: "Throttle armed",
  disarmedText: "Throttle disarmed",
  notReadyText: "Arm: AHRS: not using configured AHRS type",
  parameter: { speed: "WP_SPEED", returnHeight: "", disarmDelay: "" },
  speedUnitMps: 1,
  heightUnitM: 1,
};

const px4: FlightRules = {
  firmware: "px4",
  modes: px4Modes,
  startMode: "Hold",
  mode: { auto: "Mission", guided: "Hold", return: "Return", land: "Land", hold: "Hold" },
  homeIsItem0: false,
  armedText: "Armed by external command",
  disarmedText: "Disarmed by landing",
  notReadyText: "Arming denied: no valid local position estimate",
  parameter: { speed: "MPC_XY_CRUISE", returnHeight: "RTL_RETURN_ALT", disarmDelay: "COM_DISARM_PRFLT" },
  speedUnitMps: 1,
  heightUnitM: 1,
};

export const flightRulesOf = (kind: "drone" | "robot-dog", firmware: "ardupilot" | "px4"): FlightRules => {
  if (firmware === "px4") return px4;
  return kind === "drone" ? copter : rover;
};
