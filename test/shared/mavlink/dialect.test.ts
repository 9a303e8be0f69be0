import { expect, test } from "vitest";
import { dialect, fieldLength, idLimit, messageName, specOfId } from "../../../shared/mavlink/dialect.ts";
import type { FieldSpec, WireType } from "../../../shared/mavlink/message-spec.ts";
import { slowChecksum } from "../../support/mavlink-bytes.ts";

const { specs, crcExtraOfId, slotOfId } = dialect();

const definitionTypes: Record<WireType, string> = {
  u8: "uint8_t",
  i8: "int8_t",
  u16: "uint16_t",
  i16: "int16_t",
  u32: "uint32_t",
  i32: "int32_t",
  u64: "uint64_t",
  i64: "int64_t",
  f32: "float",
  f64: "double",
  char: "char",
};

/** As https://mavlink.io/en/guide/serialization.html#crc_extra has it. */
const crcExtraOf = (name: string, fields: readonly FieldSpec[]): number => {
  const bytes = [...Buffer.from(`${name} `)];
  for (const { type, wireName, count, extension } of fields) {
    if (extension) continue;
    bytes.push(...Buffer.from(`${definitionTypes[type]} ${wireName} `));
    if (count > 0) bytes.push(count);
  }
  const crc = slowChecksum(bytes);
  return (crc & 0xff) ^ (crc >> 8);
};

test.each(specs.map((spec) => [spec.name, spec] as const))("the table of %s fits its CRC_EXTRA", (_, spec) => {
  expect(crcExtraOf(spec.name, spec.fields)).toBe(spec.crcExtra);
  expect(crcExtraOfId[spec.id]).toBe(spec.crcExtra);
});

test.each(specs.map((spec) => [spec.name, spec] as const))("the fields of %s lie end to end", (_, spec) => {
  let offset = 0;
  for (const field of spec.fields) {
    expect(field.offset).toBe(offset);
    offset += fieldLength(field);
  }
  expect(spec.payloadLength).toBe(offset);
  expect(spec.baseLength).toBeLessThanOrEqual(offset);
});

test.each([
  ["PARAM_ERROR", 345, 209],
  ["LOWEHEISER_GOV_EFI", 10151, 195],
  ["CUBEPILOT_RAW_RC", 50001, 246],
  ["HERELINK_VIDEO_STREAM_INFORMATION", 50002, 181],
  ["HERELINK_TELEM", 50003, 62],
  ["CUBEPILOT_FIRMWARE_UPDATE_START", 50004, 240],
  ["CUBEPILOT_FIRMWARE_UPDATE_RESP", 50005, 152],
  ["AIRLINK_AUTH", 52000, 13],
  ["AIRLINK_AUTH_RESPONSE", 52001, 239],
])("the table of %s, written by hand, gives the CRC_EXTRA that pymavlink has", (name, id, crcExtra) => {
  expect(specOfId(id)).toMatchObject({ name, crcExtra });
});

test("each id and name occurs once", () => {
  expect(new Set(specs.map((spec) => spec.id)).size).toBe(specs.length);
  expect(new Set(specs.map((spec) => spec.name)).size).toBe(specs.length);
  expect(slotOfId.filter((slot) => slot > 0)).toHaveLength(specs.length);
});

test("names known and unknown ids", () => {
  expect(messageName(0)).toBe("HEARTBEAT");
  expect(messageName(54321)).toBe("UNKNOWN_54321");
  expect(messageName(idLimit + 5)).toBe(`UNKNOWN_${idLimit + 5}`);
  expect(specOfId(33)?.name).toBe("GLOBAL_POSITION_INT");
});
