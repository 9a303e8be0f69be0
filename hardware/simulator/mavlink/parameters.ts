import { MavParamType } from "../../../shared/mavlink/enums.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";

interface Parameter {
  value: number;
  readonly type: MavParamType;
}

const int8 = MavParamType.INT8;
const int16 = MavParamType.INT16;
const int32 = MavParamType.INT32;
const real = MavParamType.REAL32;

/** The parameters a ground station looks at first; a real autopilot has some 1,300. */
const common: readonly (readonly [string, number, MavParamType])[] = [
  ["SYSID_MYGCS", 255, int16],
  ["ARMING_CHECK", 1, int32],
  ["BATT_MONITOR", 4, int8],
  ["BATT_FS_LOW_ACT", 2, int8],
  ["BATT_LOW_TIMER", 10, int8],
  ["COMPASS_USE", 1, int8],
  ["EK3_ENABLE", 1, int8],
  ["FENCE_ENABLE", 0, int8],
  ["FS_GCS_ENABLE", 0, int8],
  ["FS_GCS_TIMEOUT", 5, real],
  ["GPS_TYPE", 1, int8],
  ["LOG_DISARMED", 0, int8],
  ["MIS_OPTIONS", 0, int8],
  ["MIS_RESTART", 0, int8],
  ["SERIAL0_BAUD", 115, int32],
  ["SERIAL1_BAUD", 57, int32],
  ["STAT_BOOTCNT", 41, int16],
];

const copter: readonly (readonly [string, number, MavParamType])[] = [
  ["ANGLE_MAX", 3000, int16],
  ["FRAME_CLASS", 1, int8],
  ["LAND_SPEED", 50, int16],
  ["MNT1_PITCH_MAX", 45, real],
  ["MNT1_PITCH_MIN", -90, real],
  ["MNT1_TYPE", 8, int8],
  ["RTL_ALT", 3500, int32],
  ["WPNAV_ACCEL", 260, real],
  ["WPNAV_RADIUS", 220, real],
  ["WPNAV_SPEED", 600, real],
  ["WPNAV_SPEED_DN", 200, real],
  ["WPNAV_SPEED_UP", 300, real],
];

const rover: readonly (readonly [string, number, MavParamType])[] = [
  ["ATC_ACCEL_MAX", 0.8, real],
  ["CRUISE_SPEED", 1.2, real],
  ["FRAME_CLASS", 1, int8],
  ["WP_RADIUS", 0.8, real],
  ["WP_SPEED", 1.2, real],
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

/** A vehicle's parameters, in alphabetical order as they are listed. */
export class Parameters {
  readonly #table: ReadonlyMap<string, Parameter>;
  readonly #names: readonly string[];

  constructor(vehicle: SimVehicle) {
    const own = vehicle.spec.kind === "drone" ? copter : rover;
    const live: readonly (readonly [string, number, MavParamType])[] = [
      ["BATT_CAPACITY", Math.round((vehicle.spec.batteryWh / 14.8) * 1000), int32],
      ["MIS_TOTAL", vehicle.autopilot.runner.items.length, int16],
      ["SYSID_THISMAV", vehicle.spec.systemId, int16],
    ];
    const rows = [...common, ...own, ...live].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#table = new Map(rows.map(([name, value, type]) => [name, { value, type }]));
    this.#names = rows.map(([name]) => name);
  }

  get count(): number {
    return this.#names.length;
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
    parameter.value = parameter.type === real ? Math.fround(value) : Math.trunc(value);
    return this.#value(name, 65535);
  }

  #value(name: string, paramIndex: number): ParameterValue | undefined {
    const parameter = this.#table.get(name);
    if (parameter === undefined) return undefined;
    return {
      paramId: name,
      paramValue: parameter.value,
      paramType: parameter.type,
      paramCount: this.count,
      paramIndex,
    };
  }
}
