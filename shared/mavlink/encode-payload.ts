import type { FieldSpec, MessageSpec, WireType } from "./message-spec.ts";
import { writeText } from "./text.ts";
import { viewOf } from "./x25.ts";

type IntegerType = "u8" | "i8" | "u16" | "i16" | "u32" | "i32";

/** Lowest and highest value of each integer. A u32 may come negative, as JavaScript's bit operators make it. */
const limits: Readonly<Record<IntegerType, readonly [number, number]>> = {
  u8: [0, 0xff],
  i8: [-0x80, 0x7f],
  u16: [0, 0xffff],
  i16: [-0x8000, 0x7fff],
  u32: [-0x80000000, 0xffffffff],
  i32: [-0x80000000, 0x7fffffff],
};

const writers: Readonly<Record<IntegerType, (view: DataView, at: number, value: number) => void>> = {
  u8: (view, at, value) => view.setUint8(at, value),
  i8: (view, at, value) => view.setInt8(at, value),
  u16: (view, at, value) => view.setUint16(at, value, true),
  i16: (view, at, value) => view.setInt16(at, value, true),
  u32: (view, at, value) => view.setUint32(at, value, true),
  i32: (view, at, value) => view.setInt32(at, value, true),
};

const complain = (spec: MessageSpec, field: FieldSpec, value: unknown, expected: string): never => {
  throw new RangeError(`${spec.name}.${field.name} is ${String(value)} when expected ${expected}.`);
};

const writeInteger = (
  view: DataView,
  at: number,
  spec: MessageSpec,
  field: FieldSpec,
  type: IntegerType,
  value: unknown,
) => {
  const [lowest, highest] = limits[type];
  if (typeof value !== "number") return complain(spec, field, value, "a number");
  const whole = Math.round(value);
  if (!(whole >= lowest && whole <= highest)) return complain(spec, field, value, `${lowest} to ${highest}`);
  writers[type](view, at, whole);
};

const writeElement = (
  view: DataView,
  at: number,
  spec: MessageSpec,
  field: FieldSpec,
  type: WireType,
  given: unknown,
) => {
  const isWide = type === "u64" || type === "i64";
  // The dialect types some 64-bit fields as an enum (AUTOPILOT_VERSION.capabilities), whose members are numbers.
  const value = isWide && Number.isSafeInteger(given) ? BigInt(Number(given)) : given;
  if (isWide) {
    if (typeof value !== "bigint") return complain(spec, field, value, "a bigint");
    const fits = type === "u64" ? BigInt.asUintN(64, value) === value : BigInt.asIntN(64, value) === value;
    if (!fits) return complain(spec, field, value, "64 bits at most");
    view.setBigUint64(at, BigInt.asUintN(64, value), true);
  } else if (type === "f32" || type === "f64") {
    if (typeof value !== "number") return complain(spec, field, value, "a number");
    if (type === "f32") view.setFloat32(at, value, true);
    else view.setFloat64(at, value, true);
  } else if (type !== "char") writeInteger(view, at, spec, field, type, value);
};

const writeField = (
  view: DataView,
  bytes: Uint8Array,
  at: number,
  spec: MessageSpec,
  field: FieldSpec,
  value: unknown,
) => {
  if (field.type === "char") {
    if (typeof value !== "string") return complain(spec, field, value, "a string");
    writeText(bytes, at, Math.max(1, field.count), value);
  } else if (field.count === 0) writeElement(view, at, spec, field, field.type, value);
  else {
    if (!Array.isArray(value) || value.length > field.count)
      return complain(spec, field, value, `an array of ${field.count} at most`);
    value.forEach((element: unknown, index) => {
      writeElement(view, at + index * field.elementSize, spec, field, field.type, element);
    });
  }
};

/** A misspelt field would silently be 0 on a vehicle. */
const refuseStrangeFields = (spec: MessageSpec, values: Readonly<Record<string, unknown>>): void => {
  for (const name of Object.keys(values)) {
    if (!spec.fieldNames.has(name))
      throw new Error(`${spec.name} has no field ${name}, only ${[...spec.fieldNames].join(", ")}.`);
  }
};

/**
 * Writes a payload at full length into zeroed `bytes`. Missing fields are 0; numbers for integer fields are rounded.
 * @throws where a value doesn't fit its field (RangeError) or no field has its name: neither may reach a vehicle
 */
export const encodePayload = (
  bytes: Uint8Array,
  at: number,
  spec: MessageSpec,
  values: Readonly<Record<string, unknown>>,
) => {
  refuseStrangeFields(spec, values);
  const view = viewOf(bytes);
  for (const field of spec.fields) {
    const value = values[field.name] ?? (field.isProtocolVersion ? 3 : undefined);
    if (value !== undefined) writeField(view, bytes, at + field.offset, spec, field, value);
  }
};
