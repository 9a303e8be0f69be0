import type { FieldSpec, MessageSpec, WireType } from "../../mavlink/message-spec.ts";
import type { LogField } from "../log-stream.ts";

/** Longer arrays are pieces of files and pictures, or distances all around: nobody plots their elements over days. */
const longestArray = 32;

/** One number of a message that changes over time. */
export interface MessageColumn extends LogField {
  readonly type: Exclude<WireType, "char">;
  /** From the start of the payload, bytes. */
  readonly offset: number;
}

const columnsOfField = ({ wireName, unit, type, count, offset, elementSize }: FieldSpec): MessageColumn[] => {
  if (type === "char" || count > longestArray) return [];
  const common = { type, ...(unit === "" ? {} : { unit }) };
  if (count === 0) return [{ name: wireName, offset, ...common }];
  return Array.from({ length: count }, (_, i) => ({
    name: `${wireName}[${i}]`,
    offset: offset + i * elementSize,
    ...common,
  }));
};

/** The numbers of a message in wire order, by their names in the MAVLink definitions. */
export const columnsOf = (spec: MessageSpec): readonly MessageColumn[] => spec.fields.flatMap(columnsOfField);

/** 64 bits become a number: exact up to 2^53, far beyond any time or count that a vehicle tells. */
export const numberSources: Readonly<Record<MessageColumn["type"], string>> = {
  u8: "view.getUint8(at)",
  i8: "view.getInt8(at)",
  u16: "view.getUint16(at,true)",
  i16: "view.getInt16(at,true)",
  u32: "view.getUint32(at,true)",
  i32: "view.getInt32(at,true)",
  u64: "(view.getUint32(at+4,true)*4294967296+view.getUint32(at,true))",
  i64: "(view.getInt32(at+4,true)*4294967296+view.getUint32(at,true))",
  f32: "view.getFloat32(at,true)",
  f64: "view.getFloat64(at,true)",
};
