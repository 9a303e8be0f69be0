import type { FieldSpec, MessageSpec, WireType } from "./message-spec.ts";
import type { MavlinkMessage } from "./messages.ts";
import { readText } from "./text.ts";

/** Reads the whole payload that starts at `at`; the zeros that MAVLink 2 leaves out are already filled in. */
export type Decoder = (view: DataView, bytes: Uint8Array, at: number) => MavlinkMessage;

type NumericType = Exclude<WireType, "char">;
type Reader = (view: DataView, at: number) => number | bigint;

const readers: Readonly<Record<NumericType, Reader>> = {
  u8: (view, at) => view.getUint8(at),
  i8: (view, at) => view.getInt8(at),
  u16: (view, at) => view.getUint16(at, true),
  i16: (view, at) => view.getInt16(at, true),
  u32: (view, at) => view.getUint32(at, true),
  i32: (view, at) => view.getInt32(at, true),
  u64: (view, at) => view.getBigUint64(at, true),
  i64: (view, at) => view.getBigInt64(at, true),
  f32: (view, at) => view.getFloat32(at, true),
  f64: (view, at) => view.getFloat64(at, true),
};

const readerSources: Readonly<Record<NumericType, string>> = {
  u8: "view.getUint8(AT)",
  i8: "view.getInt8(AT)",
  u16: "view.getUint16(AT,true)",
  i16: "view.getInt16(AT,true)",
  u32: "view.getUint32(AT,true)",
  i32: "view.getInt32(AT,true)",
  u64: "view.getBigUint64(AT,true)",
  i64: "view.getBigInt64(AT,true)",
  f32: "view.getFloat32(AT,true)",
  f64: "view.getFloat64(AT,true)",
};

/** Longer arrays are read in a loop: unrolled they would make functions too long for the optimiser. */
const unrolledElements = 16;

const valueSource = ({ type, count, offset, elementSize }: FieldSpec): string => {
  if (type === "char") return `readText(bytes,at+${offset},${Math.max(1, count)})`;
  const readAt = (place: string) => readerSources[type].replace("AT", place);
  if (count === 0) return readAt(`at+${offset}`);
  if (count <= unrolledElements) {
    const places = Array.from({ length: count }, (_, index) => `at+${offset + index * elementSize}`);
    return `[${places.map(readAt).join(",")}]`;
  }
  return `Array.from({length:${count}},(_,i)=>${readAt(`at+${offset}+i*${elementSize}`)})`;
};

const isDecoder = (value: unknown): value is Decoder => typeof value === "function";

/** A function with one object literal of the message's own shape. Throws EvalError where the page forbids `Function`. */
const compileSource = ({ name, id, fields }: MessageSpec): Decoder => {
  const members = fields.map((field) => `${JSON.stringify(field.name)}:${valueSource(field)}`).join(",");
  const body = `return (view,bytes,at)=>({name:${JSON.stringify(name)},id:${id},fields:{${members}}})`;
  const made: unknown = new Function("readText", body)(readText);
  if (!isDecoder(made)) throw new Error(`No decoder came of ${body}.`);
  return made;
};

const valueReader = ({ type, count, offset, elementSize }: FieldSpec) => {
  if (type === "char") return (_: DataView, bytes: Uint8Array, at: number) => readText(bytes, at + offset, count || 1);
  const read = readers[type];
  if (count === 0) return (view: DataView, _: Uint8Array, at: number) => read(view, at + offset);
  return (view: DataView, _: Uint8Array, at: number) =>
    Array.from({ length: count }, (_, index) => read(view, at + offset + index * elementSize));
};

/** The same without generated code, for pages whose content security policy forbids it: slower, equal results. */
export const composeDecoder = ({ name, id, fields }: MessageSpec): Decoder => {
  const parts = fields.map((field) => [field.name, valueReader(field)] as const);
  const decode: unknown = (view: DataView, bytes: Uint8Array, at: number) => {
    const values: Record<string, unknown> = {};
    for (const [field, read] of parts) values[field] = read(view, bytes, at);
    return { name, id, fields: values };
  };
  if (!isDecoder(decode)) throw new Error(`No decoder for ${name}.`);
  return decode;
};

/** The decoder of one message: generated code where that is allowed. */
export const compileDecoder = (spec: MessageSpec): Decoder => {
  try {
    return compileSource(spec);
  } catch (error) {
    if (error instanceof EvalError) return composeDecoder(spec);
    throw error;
  }
};
