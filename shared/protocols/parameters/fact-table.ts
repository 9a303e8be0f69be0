/** What a value of an option stands for; each has a word in both catalogues: `parameterOption.WORD`. */
export const parameterWords = [
  "off",
  "on",
  "nothing",
  "warn",
  "return",
  "land",
  "hold",
  "loiter-or-hold",
  "brake-or-land",
  "smart-return-or-return",
  "smart-return-or-land",
  "smart-return-or-hold",
  "smart-return",
  "landing-route-or-return",
  "return-or-land",
  "return-or-hold",
  "smart-return-return-or-land",
  "smart-return-return-or-hold",
  "continue-mission",
  "altitude-hold",
  "land-always",
  "terminate",
  "disarm",
  "hold-and-disarm",
  "return-then-land",
  "above-home",
  "above-ground",
  "resume-mission",
  "restart-mission",
  "fixed-heading",
  "to-next-point",
  "to-next-point-not-home",
  "along-track",
  "retracted",
  "neutral",
  "by-station",
  "by-stick",
  "at-place",
  "at-vehicle",
  "at-home",
] as const;
export type ParameterWord = (typeof parameterWords)[number];

/** Units as they are written; the vehicle's own, not SI. */
export type ParameterUnit =
  | "m"
  | "cm"
  | "m/s"
  | "cm/s"
  | "m/s²"
  | "cm/s²"
  | "s"
  | "ms"
  | "V"
  | "mAh"
  | "°"
  | "c°"
  | "°/s"
  | "%"
  | "µs"
  | "g";

/** What is known of a parameter that pilots really change; its text is `parameter.NAME` in both catalogues. */
export interface ParameterFact {
  readonly unit?: ParameterUnit;
  /** What makes sense by the firmware's own documentation; the vehicle may take more. */
  readonly min?: number;
  readonly max?: number;
  /** The values that mean something, with what they mean. */
  readonly options?: Readonly<Record<number, ParameterWord>>;
}

const span = (min: number, max: number, unit?: ParameterUnit): ParameterFact => ({
  ...{ min, max },
  ...(unit === undefined ? {} : { unit }),
});
const choice = (options: Readonly<Record<number, ParameterWord>>): ParameterFact => ({ options });
const onOff = choice({ 0: "off", 1: "on" });

/** Of every ArduPilot. Source of all of ArduPilot's: https://ardupilot.org/copter/docs/parameters.html and rover's. */
export const ardupilotFacts = {
  SYSID_THISMAV: span(1, 255),
  SYSID_MYGCS: span(1, 255),
  FS_GCS_TIMEOUT: span(2, 120, "s"),
  BATT_CAPACITY: span(0, 100_000, "mAh"),
  BATT_LOW_VOLT: span(0, 120, "V"),
  BATT_CRT_VOLT: span(0, 120, "V"),
  BATT_LOW_MAH: span(0, 100_000, "mAh"),
  BATT_CRT_MAH: span(0, 100_000, "mAh"),
  BATT_LOW_TIMER: span(0, 120, "s"),
  FENCE_ENABLE: onOff,
  FENCE_RADIUS: span(30, 10_000, "m"),
  FENCE_MARGIN: span(1, 10, "m"),
  MIS_RESTART: choice({ 0: "resume-mission", 1: "restart-mission" }),
  MNT1_PITCH_MIN: span(-90, 90, "°"),
  MNT1_PITCH_MAX: span(-90, 90, "°"),
  MNT1_YAW_MIN: span(-180, 180, "°"),
  MNT1_YAW_MAX: span(-180, 180, "°"),
  MNT1_DEFLT_MODE: choice({
    ...{ 0: "retracted", 1: "neutral", 2: "by-station", 3: "by-stick" },
    ...{ 4: "at-place", 5: "at-vehicle", 6: "at-home" },
  }),
  CAM1_DURATION: span(0, 5, "s"),
  CAM1_INTRVAL_MIN: span(0, 10, "s"),
} as const satisfies Readonly<Record<string, ParameterFact>>;

const copterBattery = choice({
  ...{ 0: "nothing", 1: "land", 2: "return", 3: "smart-return-or-return", 4: "smart-return-or-land" },
  ...{ 5: "terminate", 6: "landing-route-or-return", 7: "brake-or-land" },
});

/** Copter, and helicopters. */
export const copterFacts = {
  RTL_ALT: span(30, 300_000, "cm"),
  RTL_ALT_FINAL: span(0, 1_000, "cm"),
  RTL_ALT_TYPE: choice({ 0: "above-home", 1: "above-ground" }),
  RTL_CLIMB_MIN: span(0, 3_000, "cm"),
  RTL_SPEED: span(0, 2_000, "cm/s"),
  RTL_LOIT_TIME: span(0, 60_000, "ms"),
  FS_GCS_ENABLE: choice({
    ...{ 0: "off", 1: "return", 2: "continue-mission", 3: "smart-return-or-return", 4: "smart-return-or-land" },
    ...{ 5: "land", 6: "landing-route-or-return", 7: "brake-or-land" },
  }),
  FS_THR_ENABLE: choice({
    ...{ 0: "off", 1: "return", 2: "continue-mission", 3: "land", 4: "smart-return-or-return" },
    ...{ 5: "smart-return-or-land", 6: "landing-route-or-return", 7: "brake-or-land" },
  }),
  FS_THR_VALUE: span(910, 1_100, "µs"),
  FS_EKF_ACTION: choice({ 0: "warn", 1: "land", 2: "altitude-hold", 3: "land-always" }),
  FS_EKF_THRESH: span(0.6, 1),
  FS_CRASH_CHECK: onOff,
  BATT_FS_LOW_ACT: copterBattery,
  BATT_FS_CRT_ACT: copterBattery,
  FENCE_ACTION: choice({
    ...{ 0: "warn", 1: "return-or-land", 2: "land-always", 3: "smart-return-return-or-land", 4: "brake-or-land" },
    5: "smart-return-or-land",
  }),
  FENCE_ALT_MAX: span(10, 1_000, "m"),
  FENCE_ALT_MIN: span(-100, 100, "m"),
  WPNAV_SPEED: span(10, 2_000, "cm/s"),
  WPNAV_SPEED_UP: span(10, 1_000, "cm/s"),
  WPNAV_SPEED_DN: span(10, 500, "cm/s"),
  WPNAV_ACCEL: span(50, 500, "cm/s²"),
  WPNAV_RADIUS: span(5, 1_000, "cm"),
  WPNAV_RFND_USE: onOff,
  TERRAIN_ENABLE: onOff,
  LAND_SPEED: span(30, 200, "cm/s"),
  LAND_SPEED_HIGH: span(0, 500, "cm/s"),
  LAND_ALT_LOW: span(100, 10_000, "cm"),
  LOIT_SPEED: span(20, 3_500, "cm/s"),
  PILOT_SPEED_UP: span(50, 500, "cm/s"),
  PILOT_SPEED_DN: span(0, 500, "cm/s"),
  ANGLE_MAX: span(1_000, 8_000, "c°"),
  CIRCLE_RADIUS: span(0, 200_000, "cm"),
  CIRCLE_RATE: span(-90, 90, "°/s"),
  WP_YAW_BEHAVIOR: choice({ 0: "fixed-heading", 1: "to-next-point", 2: "to-next-point-not-home", 3: "along-track" }),
} as const satisfies Readonly<Record<string, ParameterFact>>;

const roverBattery = choice({
  ...{ 0: "nothing", 1: "return", 2: "hold", 3: "smart-return", 4: "smart-return-or-hold", 5: "terminate" },
});
const roverFailsafe = choice({ 0: "off", 1: "on", 2: "continue-mission" });

/** Rover and Boat. */
export const roverFacts = {
  CRUISE_SPEED: span(0, 100, "m/s"),
  CRUISE_THROTTLE: span(0, 100, "%"),
  WP_SPEED: span(0, 100, "m/s"),
  WP_RADIUS: span(0, 100, "m"),
  RTL_SPEED: span(0, 100, "m/s"),
  SPEED_MAX: span(0, 30, "m/s"),
  LOIT_RADIUS: span(0, 20, "m"),
  TURN_RADIUS: span(0, 10, "m"),
  ATC_ACCEL_MAX: span(0, 10, "m/s²"),
  ATC_DECEL_MAX: span(0, 10, "m/s²"),
  ATC_TURN_MAX_G: span(0.1, 10, "g"),
  FS_ACTION: choice({
    ...{ 0: "nothing", 1: "return", 2: "hold", 3: "smart-return-or-return", 4: "smart-return-or-hold" },
    ...{ 5: "terminate", 6: "loiter-or-hold" },
  }),
  FS_TIMEOUT: span(1, 100, "s"),
  FS_GCS_ENABLE: roverFailsafe,
  FS_THR_ENABLE: roverFailsafe,
  FS_CRASH_CHECK: choice({ 0: "off", 1: "hold", 2: "hold-and-disarm" }),
  FS_EKF_ACTION: choice({ 0: "off", 1: "hold", 2: "warn" }),
  BATT_FS_LOW_ACT: roverBattery,
  BATT_FS_CRT_ACT: roverBattery,
  FENCE_ACTION: choice({
    ...{ 0: "warn", 1: "return-or-hold", 2: "hold", 3: "smart-return-return-or-hold", 4: "smart-return-or-hold" },
  }),
} as const satisfies Readonly<Record<string, ParameterFact>>;

/** PX4; heights in m. Source: https://docs.px4.io/main/en/advanced_config/parameter_reference.html */
export const px4Facts = {
  MAV_SYS_ID: span(1, 250),
  NAV_DLL_ACT: choice({ 0: "off", 1: "hold", 2: "return", 3: "land", 5: "terminate", 6: "disarm" }),
  NAV_RCL_ACT: choice({ 1: "hold", 2: "return", 3: "land", 5: "terminate", 6: "disarm" }),
  COM_DL_LOSS_T: span(5, 300, "s"),
  COM_RC_LOSS_T: span(0, 35, "s"),
  COM_LOW_BAT_ACT: choice({ 0: "warn", 2: "land", 3: "return-then-land" }),
  COM_DISARM_LAND: span(-1, 20, "s"),
  BAT_LOW_THR: span(0.12, 0.5),
  BAT_CRIT_THR: span(0.05, 0.5),
  BAT_EMERGEN_THR: span(0.03, 0.5),
  RTL_RETURN_ALT: span(0, 10_000, "m"),
  RTL_DESCEND_ALT: span(0, 10_000, "m"),
  RTL_MIN_DIST: span(0.5, 10_000, "m"),
  RTL_LAND_DELAY: span(-1, 600, "s"),
  GF_ACTION: choice({ 0: "nothing", 1: "warn", 2: "hold", 3: "return", 4: "terminate", 5: "land" }),
  GF_MAX_HOR_DIST: span(0, 10_000, "m"),
  GF_MAX_VER_DIST: span(0, 10_000, "m"),
  MPC_XY_CRUISE: span(3, 20, "m/s"),
  MPC_XY_VEL_MAX: span(0, 20, "m/s"),
  MPC_VEL_MANUAL: span(3, 20, "m/s"),
  MPC_Z_VEL_MAX_UP: span(0.5, 8, "m/s"),
  MPC_Z_VEL_MAX_DN: span(0.5, 4, "m/s"),
  MPC_TKO_SPEED: span(1, 5, "m/s"),
  MPC_LAND_SPEED: span(0.6, 5, "m/s"),
  MIS_TAKEOFF_ALT: span(0, 80, "m"),
  MIS_DIST_1WP: span(-1, 100_000, "m"),
  NAV_ACC_RAD: span(0.05, 200, "m"),
  TRIG_INTERVAL: span(4, 10_000, "ms"),
  TRIG_DISTANCE: span(0, 1_000, "m"),
} as const satisfies Readonly<Record<string, ParameterFact>>;
