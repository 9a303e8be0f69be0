import type { FieldSpec, MessageSpec, WireType } from "./message-spec.ts";
import { x25Byte, x25Start } from "./x25.ts";

/** Type, name and, for arrays and text, count: as a MAVLink definition lists them. */
type FieldDefinition = readonly [type: WireType, wireName: string, count?: number];

interface MessageDefinition {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly FieldDefinition[];
}

/** What ArduPilot's dialect has and `mavlink-mappings` lacks: loweheiser, cubepilot, csAirLink, and PARAM_ERROR. */
const definitions = [
  {
    id: 345,
    name: "PARAM_ERROR",
    fields: [
      ["u8", "target_system"],
      ["u8", "target_component"],
      ["char", "param_id", 16],
      ["i16", "param_index"],
      ["u8", "error"],
    ],
  },
  {
    id: 10151,
    name: "LOWEHEISER_GOV_EFI",
    fields: [
      ["f32", "volt_batt"],
      ["f32", "curr_batt"],
      ["f32", "curr_gen"],
      ["f32", "curr_rot"],
      ["f32", "fuel_level"],
      ["f32", "throttle"],
      ["u32", "runtime"],
      ["i32", "until_maintenance"],
      ["f32", "rectifier_temp"],
      ["f32", "generator_temp"],
      ["f32", "efi_batt"],
      ["f32", "efi_rpm"],
      ["f32", "efi_pw"],
      ["f32", "efi_fuel_flow"],
      ["f32", "efi_fuel_consumed"],
      ["f32", "efi_baro"],
      ["f32", "efi_mat"],
      ["f32", "efi_clt"],
      ["f32", "efi_tps"],
      ["f32", "efi_exhaust_gas_temperature"],
      ["u8", "efi_index"],
      ["u16", "generator_status"],
      ["u16", "efi_status"],
    ],
  },
  { id: 50001, name: "CUBEPILOT_RAW_RC", fields: [["u8", "rc_raw", 32]] },
  {
    id: 50002,
    name: "HERELINK_VIDEO_STREAM_INFORMATION",
    fields: [
      ["u8", "camera_id"],
      ["u8", "status"],
      ["f32", "framerate"],
      ["u16", "resolution_h"],
      ["u16", "resolution_v"],
      ["u32", "bitrate"],
      ["u16", "rotation"],
      ["char", "uri", 230],
    ],
  },
  {
    id: 50003,
    name: "HERELINK_TELEM",
    fields: [
      ["u8", "rssi"],
      ["i16", "snr"],
      ["u32", "rf_freq"],
      ["u32", "link_bw"],
      ["u32", "link_rate"],
      ["i16", "cpu_temp"],
      ["i16", "board_temp"],
    ],
  },
  {
    id: 50004,
    name: "CUBEPILOT_FIRMWARE_UPDATE_START",
    fields: [
      ["u8", "target_system"],
      ["u8", "target_component"],
      ["u32", "size"],
      ["u32", "crc"],
    ],
  },
  {
    id: 50005,
    name: "CUBEPILOT_FIRMWARE_UPDATE_RESP",
    fields: [
      ["u8", "target_system"],
      ["u8", "target_component"],
      ["u32", "offset"],
    ],
  },
  {
    id: 52000,
    name: "AIRLINK_AUTH",
    fields: [
      ["char", "login", 50],
      ["char", "password", 50],
    ],
  },
  { id: 52001, name: "AIRLINK_AUTH_RESPONSE", fields: [["u8", "resp_type"]] },
] as const satisfies readonly MessageDefinition[];

type CamelCase<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text;

type ValueOf<Field extends FieldDefinition> = Field[0] extends "char"
  ? string
  : Field extends readonly [WireType, string, number]
    ? number[]
    : number;

type FieldsOf<Fields extends readonly FieldDefinition[]> = {
  [Field in Fields[number] as CamelCase<Field[1]>]: ValueOf<Field>;
};

export type ExtraMessageFields = {
  [Message in (typeof definitions)[number] as Message["name"]]: FieldsOf<Message["fields"]>;
};

const sizes: Readonly<Record<WireType, number>> = {
  u8: 1,
  i8: 1,
  char: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  u64: 8,
  i64: 8,
  f64: 8,
};

const definitionTypes: Readonly<Record<WireType, string>> = {
  u8: "uint8_t",
  i8: "int8_t",
  char: "char",
  u16: "uint16_t",
  i16: "int16_t",
  u32: "uint32_t",
  i32: "int32_t",
  f32: "float",
  u64: "uint64_t",
  i64: "int64_t",
  f64: "double",
};

const camelCase = (wireName: string): string =>
  wireName.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A hash of the definition, as https://mavlink.io/en/guide/serialization.html#crc_extra has it. */
const crcExtraOf = (name: string, fields: readonly FieldSpec[]): number => {
  let crc = x25Start;
  const add = (text: string) => {
    for (const letter of text) crc = x25Byte(crc, letter.charCodeAt(0));
  };
  add(`${name} `);
  for (const field of fields) {
    add(`${definitionTypes[field.type]} ${field.wireName} `);
    if (field.count > 0) crc = x25Byte(crc, field.count);
  }
  return (crc & 0xff) ^ (crc >> 8);
};

const toSpec = ({ id, name, fields: defined }: MessageDefinition): MessageSpec => {
  // On the wire the larger types come first, else as defined.
  const ordered = [...defined].sort(([a], [b]) => sizes[b] - sizes[a]);
  let payloadLength = 0;
  const fields = ordered.map(([type, wireName, count = 0]): FieldSpec => {
    const offset = payloadLength;
    const elementSize = sizes[type];
    payloadLength += elementSize * Math.max(1, count);
    const name = camelCase(wireName);
    return { name, wireName, unit: "", type, count, offset, elementSize, extension: false, isProtocolVersion: false };
  });
  const fieldNames = new Set(fields.map((field) => field.name));
  return { name, id, crcExtra: crcExtraOf(name, fields), payloadLength, baseLength: payloadLength, fields, fieldNames };
};

/** The table entries of these messages. */
export const extraSpecs = (): MessageSpec[] => definitions.map(toSpec);
