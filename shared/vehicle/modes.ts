import { ardupilotModes, px4AutoModes, px4MainModes, px4PositionModes } from "./mode-tables.ts";

/** MAV_AUTOPILOT. */
const ardupilot = 3;
const px4 = 12;

const unnamed = (customMode: number): string => `MODE(${customMode})`;

const px4AutoMode = 4;
const px4PositionMode = 3;

/** PX4 packs main mode and sub mode into bytes 2 and 3 of the custom mode. */
const px4CustomMode = (main: number, sub: number): number => ((main << 16) | (sub << 24)) >>> 0;

const px4Name = (customMode: number): string => {
  const main = (customMode >>> 16) & 0xff;
  const subMode = (customMode >>> 24) & 0xff;
  const bySub =
    main === px4AutoMode
      ? px4AutoModes.get(subMode)
      : main === px4PositionMode
        ? px4PositionModes.get(subMode)
        : undefined;
  const plain = main === px4AutoMode && subMode !== 0 ? undefined : px4MainModes.get(main);
  return bySub ?? plain ?? unnamed(customMode);
};

/**
 * The firmware's own name of a mode.
 * @param mavAutopilot MAV_AUTOPILOT of the heartbeat
 * @param mavType MAV_TYPE of the heartbeat: ArduPilot numbers its modes per kind of vehicle
 * @returns `MODE(n)` for a number without a name
 */
export const modeName = (mavAutopilot: number, mavType: number, customMode: number): string => {
  if (mavAutopilot === ardupilot) return ardupilotModes.get(mavType)?.get(customMode) ?? unnamed(customMode);
  if (mavAutopilot === px4) return px4Name(customMode);
  return unnamed(customMode);
};

/** How a mode is asked for. */
export interface ModeNumber {
  /** As in the heartbeat, and in SET_MODE. */
  readonly customMode: number;
  /** Parameters 2 and 3 of MAV_CMD_DO_SET_MODE: PX4's main and sub mode, ArduPilot's number and 0. */
  readonly main: number;
  readonly sub: number;
}

/** What no ground station may set: the firmware enters them itself, or by a command of their own, or they are the end. */
const notSettable: ReadonlySet<string> = new Set([
  "INITIALISING",
  "AUTO_RTL",
  "AVOID_ADSB",
  "MOTOR_DETECT",
  "Auto",
  "Ready",
  "Rattitude",
  "Termination",
  "Orbit",
]);

/** PX4 has one list for all; on wheels (MAV_TYPE 10, 11, 46) these make no sense, and on what has no wings the VTOL's don't. */
const px4Airborne: ReadonlySet<string> = new Set([
  "Altitude",
  "Altitude Cruise",
  "Takeoff",
  "Land",
  "Precision Land",
  "Follow Me",
  "Position Slow",
  "VTOL Takeoff",
]);
const px4OnSurface: ReadonlySet<number> = new Set([10, 11, 12, 46]);
const vtolTypes: ReadonlySet<number> = new Set([19, 20, 21, 22, 23, 24, 25, 47]);

const px4Modes = (mavType: number): [string, ModeNumber][] => {
  const onSurface = px4OnSurface.has(mavType);
  const mode = (name: string, main: number, sub: number): [string, ModeNumber] => [
    name,
    { customMode: px4CustomMode(main, sub), main, sub },
  ];
  return [
    ...[...px4MainModes].map(([main, name]) => mode(name, main, 0)),
    ...[...px4PositionModes].map(([sub, name]) => mode(name, px4PositionMode, sub)),
    ...[...px4AutoModes].map(([sub, name]) => mode(name, px4AutoMode, sub)),
  ].filter(
    ([name]) =>
      !name.startsWith("External") &&
      !(onSurface && px4Airborne.has(name)) &&
      !(name === "VTOL Takeoff" && !vtolTypes.has(mavType)),
  );
};

const settable = (mavAutopilot: number, mavType: number): [string, ModeNumber][] => {
  const all =
    mavAutopilot === ardupilot
      ? [...(ardupilotModes.get(mavType) ?? [])].map(([number, name]): [string, ModeNumber] => [
          name,
          { customMode: number, main: number, sub: 0 },
        ])
      : mavAutopilot === px4
        ? px4Modes(mavType)
        : [];
  return all.filter(([name]) => !notSettable.has(name));
};

/**
 * The modes that a person may set, by the firmware's own names and in its order.
 * @param mavAutopilot MAV_AUTOPILOT, `mavType` MAV_TYPE of the heartbeat
 */
export const modesOf = (mavAutopilot: number, mavType: number): string[] =>
  settable(mavAutopilot, mavType).map(([name]) => name);

/**
 * How to ask for a mode by its name.
 * @returns undefined for a mode that this firmware doesn't have or that may not be set
 */
export const modeNumber = (name: string, mavAutopilot: number, mavType: number): ModeNumber | undefined =>
  settable(mavAutopilot, mavType).find(([known]) => known === name)?.[1];

/** What a mode is for. */
export type ModeRole = "hold" | "return" | "land" | "auto" | "guided";

const px4Roles: Readonly<Record<ModeRole, readonly string[]>> = {
  hold: ["Hold"],
  return: ["Return"],
  land: ["Land"],
  auto: ["Mission"],
  // PX4 takes DO_REPOSITION in any mode and goes into Hold for it.
  guided: ["Hold"],
};

const plain = { return: ["RTL"], auto: ["AUTO"], guided: ["GUIDED"] } as const;
const copterRoles: Readonly<Record<ModeRole, readonly string[]>> = {
  ...plain,
  // BRAKE ignores the sticks: in LOITER a transmitter on the ground, its throttle down, would make it descend.
  hold: ["BRAKE", "LOITER", "POSHOLD"],
  land: ["LAND"],
};
const planeRoles = { ...plain, hold: ["LOITER"], land: ["AUTOLAND"] };
const vtolRoles = { ...plain, hold: ["LOITER"], land: ["QLAND"] };
const roverRoles = { ...plain, hold: ["HOLD"], land: [] };
/** A boat in HOLD stops its motor and drifts. */
const boatRoles = { ...roverRoles, hold: ["LOITER", "HOLD"] };
const subRoles = { ...plain, return: [], hold: ["POSHOLD", "ALT_HOLD"], land: ["SURFACE"] };

const ardupilotRoles = (mavType: number): Readonly<Record<ModeRole, readonly string[]>> => {
  if (mavType === 10 || mavType === 46) return roverRoles;
  if (mavType === 11) return boatRoles;
  if (mavType === 12) return subRoles;
  if (vtolTypes.has(mavType)) return vtolRoles;
  return ardupilotModes.get(mavType)?.get(17) === "BRAKE" ? copterRoles : planeRoles;
};

/**
 * The firmware's modes for a purpose, the best first: where one is refused, the next may do.
 * @returns none where it has no such mode (a rover doesn't land)
 */
export const modesFor = (role: ModeRole, mavAutopilot: number, mavType: number): readonly string[] => {
  const named = mavAutopilot === px4 ? px4Roles[role] : mavAutopilot === ardupilot ? ardupilotRoles(mavType)[role] : [];
  return named.filter((name) => modeNumber(name, mavAutopilot, mavType) !== undefined);
};

/** MAV_AUTOPILOT of a family that is told apart; undefined for others. */
export const autopilotNumber = (family: "ardupilot" | "px4" | "other"): number | undefined =>
  family === "ardupilot" ? ardupilot : family === "px4" ? px4 : undefined;
