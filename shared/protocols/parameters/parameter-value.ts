import type { AutopilotFamily, VehicleState } from "../../vehicle/vehicle-state.ts";

/** Whether a value travels as the nearest float, or its own bytes travel in the place of the float's. */
export type ParameterEncoding = "cast" | "bytewise";

/** MAV_PARAM_TYPE in words. */
export type ParameterType =
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "uint32"
  | "int32"
  | "uint64"
  | "int64"
  | "real32"
  | "real64";

/** One setting of a vehicle. */
export interface Parameter {
  readonly name: string;
  readonly value: number;
  readonly type: ParameterType;
}

/** By MAV_PARAM_TYPE less one. */
const types = [
  "uint8",
  "int8",
  "uint16",
  "int16",
  "uint32",
  "int32",
  "uint64",
  "int64",
  "real32",
  "real64",
] as const satisfies readonly ParameterType[];

/** @returns undefined for a number that is no MAV_PARAM_TYPE */
export const parameterType = (mavParamType: number): ParameterType | undefined => types[mavParamType - 1];

/** MAV_PARAM_TYPE. */
export const parameterTypeNumber = (type: ParameterType): number => types.indexOf(type) + 1;

/** As the vehicle itself says; of those that don't, PX4 sends bytes and the others floats. */
export const parameterEncoding = (vehicle: {
  readonly autopilot: AutopilotFamily;
  readonly parameterEncoding?: VehicleState["parameterEncoding"];
}): ParameterEncoding => vehicle.parameterEncoding ?? (vehicle.autopilot === "px4" ? "bytewise" : "cast");

const limits: Readonly<Partial<Record<ParameterType, readonly [number, number]>>> = {
  uint8: [0, 0xff],
  int8: [-0x80, 0x7f],
  uint16: [0, 0xffff],
  int16: [-0x8000, 0x7fff],
  uint32: [0, 0xffffffff],
  int32: [-0x80000000, 0x7fffffff],
};

const isWide = (type: ParameterType): boolean => type === "uint64" || type === "int64" || type === "real64";

/** The four bytes of a real32 as a number; of a NaN JavaScript keeps not all of them, so take them from the wire where you can. */
export const floatBits = (value: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return view.getUint32(0, true);
};

const floatOf = (bits: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits, true);
  return view.getFloat32(0, true);
};

/** The lowest bytes of a whole number are its own, whatever its size. */
const bitsOf = (whole: number): number => whole >>> 0;

/**
 * Bytes that stand for a signalling NaN change on their way through JavaScript's numbers: -8388607 to -4194305 and some above
 * 2139095040, which no autopilot has. Such a value is never sent: another one would be stored.
 */
const keepsItsBytes = (whole: number): boolean => floatBits(floatOf(bitsOf(whole))) === bitsOf(whole);

/** Whether a value of this type can be this large and can travel; what is behind the point isn't looked at. */
export const fitsType = (value: number, type: ParameterType, encoding: ParameterEncoding): boolean => {
  // 64 bits have no room in PARAM_SET.
  if (!Number.isFinite(Math.fround(value)) || (encoding === "bytewise" && isWide(type))) return false;
  const [lowest, highest] = limits[type] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const whole = Math.trunc(value);
  if (whole < lowest || whole > highest) return false;
  return encoding === "cast" || type === "real32" || keepsItsBytes(whole);
};

/**
 * The number that a PARAM_VALUE stands for.
 * Source: https://mavlink.io/en/services/parameter.html#parameter-encoding
 * @param bits the four bytes of its value
 * @returns undefined where it stands for none, as a float of NaN does
 */
export const decodeParameter = (bits: number, type: ParameterType, encoding: ParameterEncoding): number | undefined => {
  if (encoding === "cast" || type === "real32") {
    const value = floatOf(bits);
    return Number.isFinite(value) ? value : undefined;
  }
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits, true);
  switch (type) {
    case "uint8":
      return view.getUint8(0);
    case "int8":
      return view.getInt8(0);
    case "uint16":
      return view.getUint16(0, true);
    case "int16":
      return view.getInt16(0, true);
    case "uint32":
      return view.getUint32(0, true);
    case "int32":
      return view.getInt32(0, true);
    default:
      // 64 bits have no room in PARAM_VALUE.
      return undefined;
  }
};

/**
 * The float by which a value goes into PARAM_SET; bytewise, what is behind the point of a whole number's value is lost.
 * @throws where the value can't travel
 */
export const encodeParameter = (value: number, type: ParameterType, encoding: ParameterEncoding): number => {
  if (!fitsType(value, type, encoding)) throw new RangeError(`${value} can't travel as ${type}, ${encoding}.`);
  return encoding === "cast" || type === "real32" ? value : floatOf(bitsOf(Math.trunc(value)));
};

/** Equal as the vehicle stores it: a real32 has some seven digits, so 0.1 is what it makes of 0.1. */
export const sameValue = (stored: number, wished: number, type: ParameterType): boolean =>
  type === "real32" ? Math.fround(stored) === Math.fround(wished) : stored === wished;

/** 16 letters at most. PX4 sends `_HASH_CHECK` among its parameters, which is none. */
export const isParameterName = (name: string): boolean => /^[A-Za-z0-9_]{1,16}$/.test(name) && name !== "_HASH_CHECK";

/**
 * A PARAM_VALUE's parameter; undefined for one that makes no sense.
 * @param bits the four bytes of its value, where they are at hand
 */
export const readParameter = (
  fields: { readonly paramId: string; readonly paramValue: number; readonly paramType: number },
  encoding: ParameterEncoding,
  bits: number = floatBits(fields.paramValue),
): Parameter | undefined => {
  const type = parameterType(fields.paramType);
  if (type === undefined || !isParameterName(fields.paramId)) return undefined;
  const value = decodeParameter(bits, type, encoding);
  return value === undefined ? undefined : { name: fields.paramId, value, type };
};
