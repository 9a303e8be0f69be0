import { readFileSync } from "node:fs";
import { MavParamType } from "../../../shared/mavlink/enums.ts";
import type { ScenarioVehicle } from "../scenario.ts";

interface Parameter {
  value: number;
  readonly type: MavParamType;
}

type Row = readonly [name: string, value: number, type: MavParamType];

const int8 = MavParamType.INT8;
const int16 = MavParamType.INT16;
const int32 = MavParamType.INT32;
const real = MavParamType.REAL32;

/** The parameters a ground station looks at first; a real autopilot has some 1,300. */
const common: readonly Row[] = [
  ["SYSID_MYGCS", 255, int16],
  ["ARMING_CHECK", 1, int32],
  ["BATT_MONITOR", 4, int8],
  ["BATT_FS_LOW_ACT", 2, int8],
  ["BATT_LOW_TIMER", 10, int8],
  ["COMPASS_USE", 1, int8],
  ["EK3_ENABLE", 1, int8],
  ["FENCE_ACTION", 1, int8],
  ["FENCE_ALT_MAX", 100, real],
  ["FENCE_ENABLE", 0, int8],
  ["FENCE_RADIUS", 300, real],
  ["FENCE_TOTAL", 0, int8],
  ["FENCE_TYPE", 7, int8],
  ["FS_GCS_ENABLE", 0, int8],
  ["FS_GCS_TIMEOUT", 5, real],
  ["GPS_TYPE", 1, int8],
  ["LOG_DISARMED", 0, int8],
  ["MIS_OPTIONS", 0, int8],
  ["MIS_RESTART", 0, int8],
  ["RALLY_INCL_HOME", 1, int8],
  ["RALLY_TOTAL", 0, int8],
  ["SERIAL0_BAUD", 115, int32],
  ["SERIAL1_BAUD", 57, int32],
  ["STAT_BOOTCNT", 41, int16],
  ["STAT_RUNTIME", 600, int32],
];

const copter: readonly Row[] = [
  ["ANGLE_MAX", 3000, int16],
  ["CIRCLE_RADIUS", 1000, real],
  ["CIRCLE_RATE", 20, real],
  ["DISARM_DELAY", 10, int8],
  ["FRAME_CLASS", 1, int8],
  ["LAND_SPEED", 50, int16],
  ["MNT1_PITCH_MAX", 45, real],
  ["MNT1_PITCH_MIN", -90, real],
  ["MNT1_TYPE", 8, int8],
  ["RTL_ALT", 3500, int32],
  ["RTL_LOIT_TIME", 0, int32],
  ["WPNAV_ACCEL", 260, real],
  ["WPNAV_RADIUS", 220, real],
  ["WPNAV_SPEED", 600, real],
  ["WPNAV_SPEED_DN", 200, real],
  ["WPNAV_SPEED_UP", 300, real],
];

const rover: readonly Row[] = [
  ["ATC_ACCEL_MAX", 0.8, real],
  ["CRUISE_SPEED", 1.2, real],
  ["FRAME_CLASS", 1, int8],
  ["FS_ACTION", 2, int8],
  ["WP_RADIUS", 0.8, real],
  ["WP_SPEED", 1.2, real],
];

/** PX4's; it has integers of 32 bits and floats only. */
const px4: readonly Row[] = [
  ["BAT1_CAPACITY", 5000, real],
  ["BAT1_N_CELLS", 4, int32],
  ["BAT_CRIT_THR", 0.07, real],
  ["BAT_LOW_THR", 0.2, real],
  ["CAL_ACC0_ID", 1_310_988, int32],
  ["COM_DISARM_LAND", 2, real],
  ["COM_DISARM_PRFLT", 10, real],
  ["COM_DL_LOSS_T", 10, int32],
  ["COM_LOW_BAT_ACT", 2, int32],
  ["COM_OBL_RC_ACT", 0, int32],
  ["COM_RC_IN_MODE", 3, int32],
  ["GF_ACTION", 2, int32],
  ["GF_MAX_HOR_DIST", 0, real],
  ["GF_MAX_VER_DIST", 0, real],
  ["LNDMC_Z_VEL_MAX", 0.25, real],
  ["MAV_0_CONFIG", 101, int32],
  ["MAV_SYS_ID", 1, int32],
  ["MAV_TYPE", 2, int32],
  ["MIS_DIST_1WP", 10_000, real],
  ["MIS_TAKEOFF_ALT", 2.5, real],
  ["MNT_MODE_IN", 4, int32],
  ["MPC_LAND_SPEED", 0.7, real],
  ["MPC_XY_CRUISE", 5, real],
  ["MPC_XY_VEL_MAX", 12, real],
  ["MPC_Z_VEL_MAX_DN", 1.5, real],
  ["MPC_Z_VEL_MAX_UP", 3, real],
  ["NAV_ACC_RAD", 10, real],
  ["NAV_DLL_ACT", 0, int32],
  ["NAV_RCL_ACT", 2, int32],
  ["RTL_DESCEND_ALT", 30, real],
  ["RTL_LAND_DELAY", 0, real],
  ["RTL_RETURN_ALT", 60, real],
  ["SYS_AUTOSTART", 4001, int32],
];

/** What travels of one parameter. */
export interface ParameterValue {
  readonly paramId: string;
  readonly paramValue: number;
  readonly paramType: MavParamType;
  readonly paramCount: number;
  /** 65535 where the value was not asked for by index. */
  readonly paramIndex: number;
}

/** A vehicle's parameters, in the order in which they are listed. What it does depends on some of them. */
export class ParameterTable {
  readonly #table: ReadonlyMap<string, Parameter>;
  readonly #names: readonly string[];

  constructor(spec: ScenarioVehicle) {
    const rows = new Map(rowsOf(spec).map(([name, value, type]) => [name, { value, type }]));
    for (const [name, value, type] of ownRows(spec)) rows.set(name, { value, type: rows.get(name)?.type ?? type });
    this.#table = rows;
    this.#names = spec.parameters === "all" ? [...rows.keys()] : [...rows.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  get count(): number {
    return this.#names.length;
  }

  /** In the order of their indices. */
  get names(): readonly string[] {
    return this.#names;
  }

  has(name: string): boolean {
    return this.#table.has(name);
  }

  /** For the vehicle's own use. */
  number(name: string, otherwise: number): number {
    return this.#table.get(name)?.value ?? otherwise;
  }

  /** @returns undefined for an unknown name or index: a real autopilot stays silent then */
  byName(name: string): ParameterValue | undefined {
    return this.#value(name, this.#names.indexOf(name));
  }

  byIndex(index: number): ParameterValue | undefined {
    const name = this.#names[index];
    return name === undefined ? undefined : this.#value(name, index);
  }

  /** Integers lose what is behind the point, as on the real thing. @returns what is stored now, index 65535 */
  set(name: string, value: number): ParameterValue | undefined {
    const parameter = this.#table.get(name);
    if (parameter === undefined || !Number.isFinite(value)) return undefined;
    parameter.value = stored(parameter.type, value);
    return this.#value(name, 65535);
  }

  #value(name: string, paramIndex: number): ParameterValue | undefined {
    const parameter = this.#table.get(name);
    if (parameter === undefined) return undefined;
    const { value: paramValue, type: paramType } = parameter;
    return { paramId: name, paramValue, paramType, paramCount: this.count, paramIndex };
  }
}

const ranges: ReadonlyMap<MavParamType, readonly [number, number]> = new Map([
  [int8, [-128, 127]],
  [int16, [-32_768, 32_767]],
  [int32, [-2_147_483_648, 2_147_483_647]],
]);

const stored = (type: MavParamType, value: number): number => {
  const range = ranges.get(type);
  return range === undefined ? Math.fround(value) : Math.max(range[0], Math.min(range[1], Math.trunc(value)));
};

const rowsOf = (spec: ScenarioVehicle): readonly Row[] => {
  const { firmware, kind, parameters } = spec;
  if (firmware === "px4") return parameters === "all" ? [...px4, ...manyOfPx4()] : px4;
  if (parameters === "all") return fileRows(kind === "drone" ? "copter-4.4.json" : "rover-4.4.json");
  return [...common, ...(kind === "drone" ? copter : rover)];
};

/** What is this vehicle's own: its id, its pack, its speed. */
const ownRows = (spec: ScenarioVehicle): readonly Row[] => {
  const capacityMah = Math.round((spec.batteryWh / 14.8) * 1000);
  const { speedMps } = spec.mission;
  if (spec.firmware === "px4") {
    return [
      ["BAT1_CAPACITY", capacityMah, real],
      ["MAV_SYS_ID", spec.systemId, int32],
      ["MPC_XY_CRUISE", speedMps, real],
    ];
  }
  const speed: Row = spec.kind === "drone" ? ["WPNAV_SPEED", speedMps * 100, real] : ["WP_SPEED", speedMps, real];
  return [
    ["BATT_CAPACITY", capacityMah, int32],
    ["MIS_TOTAL", 0, int16],
    ["SYSID_THISMAV", spec.systemId, int16],
    speed,
  ];
};

/** Read from a real autopilot's list: name, value, MAV_PARAM_TYPE, in its order. */
const fileRows = (file: string): readonly Row[] =>
  JSON.parse(readFileSync(new URL(`../parameters/${file}`, import.meta.url), "utf8"));

/** PX4's real list is of this length; these stand for the many that no one looks at: one block for each servo and button. */
const manyOfPx4 = (): readonly Row[] =>
  ["PWM_AUX_DIS", "PWM_AUX_FAIL", "PWM_AUX_FUNC", "PWM_AUX_MAX", "PWM_AUX_MIN", "RC_DZ", "RC_MAX", "RC_MIN", "RC_TRIM"]
    .flatMap((block) => Array.from({ length: 120 }, (_, i): Row => [`${block}${i + 1}`, i, i % 3 === 0 ? real : int32]))
    .filter(([name]) => name.length <= 16);
