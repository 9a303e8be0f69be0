/** Mode numbers of ArduPilot as in its sources (mode.h of each vehicle), by MAV_TYPE; of PX4 as in px4_custom_mode.h. */

/** The firmware's own names by number. */
export type ModeNames = ReadonlyMap<number, string>;

const named = (table: Readonly<Record<number, string>>): ModeNames =>
  new Map(Object.entries(table).map(([number, name]) => [Number(number), name]));

const copter = named({
  0: "STABILIZE",
  1: "ACRO",
  2: "ALT_HOLD",
  3: "AUTO",
  4: "GUIDED",
  5: "LOITER",
  6: "RTL",
  7: "CIRCLE",
  9: "LAND",
  11: "DRIFT",
  13: "SPORT",
  14: "FLIP",
  15: "AUTOTUNE",
  16: "POSHOLD",
  17: "BRAKE",
  18: "THROW",
  19: "AVOID_ADSB",
  20: "GUIDED_NOGPS",
  21: "SMART_RTL",
  22: "FLOWHOLD",
  23: "FOLLOW",
  24: "ZIGZAG",
  25: "SYSTEMID",
  26: "AUTOROTATE",
  27: "AUTO_RTL",
  28: "TURTLE",
});

const plane = named({
  0: "MANUAL",
  1: "CIRCLE",
  2: "STABILIZE",
  3: "TRAINING",
  4: "ACRO",
  5: "FBWA",
  6: "FBWB",
  7: "CRUISE",
  8: "AUTOTUNE",
  10: "AUTO",
  11: "RTL",
  12: "LOITER",
  13: "TAKEOFF",
  14: "AVOID_ADSB",
  15: "GUIDED",
  16: "INITIALISING",
  17: "QSTABILIZE",
  18: "QHOVER",
  19: "QLOITER",
  20: "QLAND",
  21: "QRTL",
  22: "QAUTOTUNE",
  23: "QACRO",
  24: "THERMAL",
  25: "LOITER_ALT_QLAND",
  26: "AUTOLAND",
});

/** Rover and Boat are one firmware. */
const rover = named({
  0: "MANUAL",
  1: "ACRO",
  3: "STEERING",
  4: "HOLD",
  5: "LOITER",
  6: "FOLLOW",
  7: "SIMPLE",
  8: "DOCK",
  9: "CIRCLE",
  10: "AUTO",
  11: "RTL",
  12: "SMART_RTL",
  15: "GUIDED",
  16: "INITIALISING",
});

const sub = named({
  0: "STABILIZE",
  1: "ACRO",
  2: "ALT_HOLD",
  3: "AUTO",
  4: "GUIDED",
  7: "CIRCLE",
  9: "SURFACE",
  16: "POSHOLD",
  19: "MANUAL",
  20: "MOTOR_DETECT",
  21: "SURFTRAK",
});

/** By MAV_TYPE: ArduPilot numbers its modes per kind of vehicle. */
export const ardupilotModes: ReadonlyMap<number, ModeNames> = new Map<number, ModeNames>([
  ...[2, 3, 4, 13, 14, 15, 29, 35, 43].map((type) => [type, copter] as const),
  ...[1, 7, 16, 19, 20, 21, 22, 23, 24, 25, 28, 47].map((type) => [type, plane] as const),
  ...[10, 11, 46].map((type) => [type, rover] as const),
  [12, sub],
]);

/** By main mode. */
export const px4MainModes = named({
  1: "Manual",
  2: "Altitude",
  3: "Position",
  4: "Auto",
  5: "Acro",
  6: "Offboard",
  7: "Stabilized",
  8: "Rattitude",
  10: "Termination",
  11: "Altitude Cruise",
});

/** By sub mode of main mode 4. */
export const px4AutoModes = named({
  1: "Ready",
  2: "Takeoff",
  3: "Hold",
  4: "Mission",
  5: "Return",
  6: "Land",
  8: "Follow Me",
  9: "Precision Land",
  10: "VTOL Takeoff",
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [10 + n, `External ${n}`])),
});

/** By sub mode of main mode 3. */
export const px4PositionModes = named({ 1: "Orbit", 2: "Position Slow" });
