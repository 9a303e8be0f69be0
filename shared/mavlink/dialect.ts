import { REGISTRY as ardupilotmega } from "mavlink-mappings/dist/lib/ardupilotmega.js";
import { REGISTRY as common } from "mavlink-mappings/dist/lib/common.js";
import { REGISTRY as icarous } from "mavlink-mappings/dist/lib/icarous.js";
import type { MavLinkPacketField } from "mavlink-mappings/dist/lib/mavlink.js";
import { REGISTRY as minimal } from "mavlink-mappings/dist/lib/minimal.js";
import { REGISTRY as standard } from "mavlink-mappings/dist/lib/standard.js";
import { REGISTRY as uavionix } from "mavlink-mappings/dist/lib/uavionix.js";
import { extraSpecs } from "./extra-messages.ts";
import type { FieldSpec, MessageSpec, WireType } from "./message-spec.ts";
import { once } from "./once.ts";

/** No id of the dialect is above this; MAVLink 2 allows 24 bits. */
export const idLimit = 0x10000;

export interface Dialect {
  readonly specs: readonly MessageSpec[];
  /** By message id below `idLimit`: CRC_EXTRA, or -1 where the id is unknown. */
  readonly crcExtraOfId: Int16Array;
  /** By message id below `idLimit`: 1 + index into `specs`, or 0. */
  readonly slotOfId: Uint16Array;
  readonly specOfName: ReadonlyMap<string, MessageSpec>;
}

const wireTypes: Readonly<Record<string, WireType>> = {
  uint8_t: "u8",
  uint8_t_mavlink_version: "u8",
  int8_t: "i8",
  uint16_t: "u16",
  int16_t: "i16",
  uint32_t: "u32",
  int32_t: "i32",
  uint64_t: "u64",
  int64_t: "i64",
  float: "f32",
  double: "f64",
  char: "char",
};

const toFieldSpec = (field: MavLinkPacketField): FieldSpec => {
  const type = wireTypes[field.type.replace("[]", "")];
  if (type === undefined) throw new Error(`Field ${field.source} has type ${field.type}, which no wire type matches.`);
  return {
    name: field.name,
    wireName: field.source,
    unit: field.units,
    type,
    count: field.length,
    offset: field.offset,
    elementSize: field.size,
    extension: field.extension,
    isProtocolVersion: field.type === "uint8_t_mavlink_version",
  };
};

/** Bytes of a field on the wire. */
export const fieldLength = (field: FieldSpec): number => field.elementSize * Math.max(1, field.count);

const collectSpecs = (): MessageSpec[] => {
  const specs: MessageSpec[] = [];
  for (const registry of [minimal, standard, common, ardupilotmega, uavionix, icarous]) {
    for (const message of Object.values(registry)) {
      const fields = message.FIELDS.map(toFieldSpec);
      const base = fields.filter((field) => !field.extension);
      specs.push({
        name: message.MSG_NAME,
        id: message.MSG_ID,
        crcExtra: message.MAGIC_NUMBER,
        payloadLength: message.PAYLOAD_LENGTH,
        baseLength: base.reduce((sum, field) => sum + fieldLength(field), 0),
        fields,
        fieldNames: new Set(fields.map((field) => field.name)),
      });
    }
  }
  return [...specs, ...extraSpecs()];
};

/** ArduPilot's dialect: ardupilotmega and what it includes, as typed arrays by id. Built on first use. */
export const dialect: () => Dialect = once(() => {
  const specs = collectSpecs();
  const crcExtraOfId = new Int16Array(idLimit).fill(-1);
  const slotOfId = new Uint16Array(idLimit);
  specs.forEach((spec, index) => {
    crcExtraOfId[spec.id] = spec.crcExtra;
    slotOfId[spec.id] = index + 1;
  });
  return { specs, crcExtraOfId, slotOfId, specOfName: new Map(specs.map((spec) => [spec.name, spec])) };
});

/** The table entry of a message id, or undefined where the dialect doesn't have it. */
export const specOfId = (messageId: number): MessageSpec | undefined => {
  const { specs, slotOfId } = dialect();
  return specs[(slotOfId[messageId] ?? 0) - 1];
};

/** `HEARTBEAT` for 0; an unknown id is named `UNKNOWN_<id>`. */
export const messageName = (messageId: number): string => specOfId(messageId)?.name ?? `UNKNOWN_${messageId}`;
