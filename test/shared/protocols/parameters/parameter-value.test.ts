import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import {
  decodeParameter,
  encodeParameter,
  fitsType,
  floatBits,
  parameterEncoding,
  parameterType,
  parameterTypeNumber,
  readParameter,
  sameValue,
} from "../../../../shared/protocols/parameters/parameter-value.ts";

/** The bytes that arrive after a trip by PARAM_SET. */
const overTheWire = (value: number): number => {
  const bytes = new FrameWriter({ systemId: 1, componentId: 1 }).write("PARAM_SET", {
    paramValue: value,
    paramType: 1,
  });
  let arrived = Number.NaN;
  new FrameScanner().push(bytes, (frame) => {
    arrived = new DataView(frame.bytes.buffer, frame.bytes.byteOffset + frame.payloadStart).getUint32(0, true);
  });
  return arrived;
};

test.each([
  ["uint8", fc.integer({ min: 0, max: 255 })],
  ["int8", fc.integer({ min: -128, max: 127 })],
  ["uint16", fc.integer({ min: 0, max: 65_535 })],
  ["int16", fc.integer({ min: -32_768, max: 32_767 })],
  ["int32", fc.integer()],
  ["uint32", fc.integer({ min: 0, max: 0xffffffff })],
] as const)("every %s that can travel bytewise comes back", (type, values) => {
  fc.assert(
    fc.property(values, (value) => {
      if (!fitsType(value, type, "bytewise")) return;

      expect(decodeParameter(overTheWire(encodeParameter(value, type, "bytewise")), type, "bytewise")).toBe(value);
    }),
  );
});

test("what would arrive as something else can't travel; all others can", () => {
  const cannot = [-8_388_607, -5_000_000, -4_194_305];

  expect(cannot.map((value) => fitsType(value, "int32", "bytewise"))).toEqual([false, false, false]);
  expect([-8_388_608, -4_194_304, -1, 0, 2_139_095_040].every((value) => fitsType(value, "int32", "bytewise"))).toBe(
    true,
  );
});

test("whatever its bytes, a value is read as it came", () => {
  expect(decodeParameter(0xffb3b4c0, "int32", "bytewise")).toBe(-5_000_000);
  expect(decodeParameter(0xffffffff, "int8", "bytewise")).toBe(-1);
});

test("-1 travels bytewise though its bytes are no number", () => {
  expect(encodeParameter(-1, "int32", "bytewise")).toBeNaN();
  expect(decodeParameter(overTheWire(encodeParameter(-1, "int32", "bytewise")), "int32", "bytewise")).toBe(-1);
});

test("cast, a whole number travels as the float of its value", () => {
  expect(encodeParameter(255, "int16", "cast")).toBe(255);
  expect(decodeParameter(floatBits(255), "int16", "cast")).toBe(255);
});

test("real32 travels the same both ways; NaN is no value", () => {
  for (const encoding of ["cast", "bytewise"] as const) {
    expect(decodeParameter(overTheWire(encodeParameter(0.1, "real32", encoding)), "real32", encoding)).toBe(
      Math.fround(0.1),
    );
    expect(decodeParameter(floatBits(Number.NaN), "real32", encoding)).toBeUndefined();
  }
});

test.each([
  [300, "int8"],
  [-1, "uint16"],
  [1e39, "real32"],
  [Number.NaN, "int32"],
  [Number.POSITIVE_INFINITY, "real32"],
] as const)("%d is no %s", (value, type) => {
  expect(fitsType(value, type, "cast")).toBe(false);
  expect(() => encodeParameter(value, type, "cast")).toThrow(RangeError);
});

test("64 bits have no room bytewise", () => {
  expect(fitsType(1, "int64", "bytewise")).toBe(false);
  expect(fitsType(1, "int64", "cast")).toBe(true);
  expect(decodeParameter(1, "int64", "bytewise")).toBeUndefined();
});

test("a stored 0.1 is the 0.1 that was wished for; a stored 1 isn't 1.7", () => {
  expect(sameValue(Math.fround(0.1), 0.1, "real32")).toBe(true);
  expect(sameValue(1, 1.7, "int8")).toBe(false);
  expect(sameValue(16_777_216, 16_777_217, "int32")).toBe(false);
});

test("the vehicle's own word on the encoding counts; without one the firmware's custom", () => {
  expect(parameterEncoding({ autopilot: "px4" })).toBe("bytewise");
  expect(parameterEncoding({ autopilot: "ardupilot" })).toBe("cast");
  expect(parameterEncoding({ autopilot: "px4", parameterEncoding: "cast" })).toBe("cast");
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("MAV_PARAM_TYPE %i is known by a word and back", (number) => {
  expect(parameterTypeNumber(parameterType(number) ?? "real64")).toBe(number);
});

test.each([
  ["an unknown type", { paramId: "RTL_ALT", paramValue: 1, paramType: 11 }],
  ["type 0", { paramId: "RTL_ALT", paramValue: 1, paramType: 0 }],
  ["an empty name", { paramId: "", paramValue: 1, paramType: 9 }],
  ["a name of control characters", { paramId: "A\u0007B", paramValue: 1, paramType: 9 }],
  ["PX4's hash, which is no parameter", { paramId: "_HASH_CHECK", paramValue: 1, paramType: 5 }],
])("%s makes no parameter", (_what, fields) => {
  expect(readParameter(fields, "cast")).toBeUndefined();
});
