import { writeText } from "../../../mavlink/text.ts";
import type { NativeField } from "../native-record.ts";
import { nativeSize } from "../native-record.ts";
import { type DataFlashFormat, dataFlashFormat, formatRecordLength, formatType, headerLength } from "./format.ts";

const sampleBytes = 4_096;
/** Longer lines are none. */
const longestLine = 4_096;

const ascii = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** Whether these first bytes of a file are a DataFlash log written as text, as ground stations made them: `.log`. */
export const looksLikeDataFlashText = (sample: Uint8Array): boolean =>
  /(?:^|\n)FMT, ?128, ?89, ?FMT, ?BBnNZ/.test(ascii(sample.subarray(0, sampleBytes)));

const limits: Readonly<Record<string, readonly [number, number]>> = {
  i8: [-0x80, 0x7f],
  u8: [0, 0xff],
  i16: [-0x8000, 0x7fff],
  u16: [0, 0xffff],
  i32: [-0x80000000, 0x7fffffff],
  u32: [0, 0xffffffff],
  i64: [-(2 ** 53), 2 ** 53],
  u64: [0, 2 ** 53],
};

/** Numbers are written in their unit, as the reader gives them. */
const putNumber = (view: DataView, at: number, { type, divisor }: NativeField, text: string): void => {
  const value = Number(text);
  if (type === "f32") view.setFloat32(at, value, true);
  if (type === "f64") view.setFloat64(at, value, true);
  const [least, most] = limits[type] ?? [0, 0];
  // A mode may be written by its name; its number stands in the next column.
  const whole = Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value * divisor))) : 0;
  if (type === "i8" || type === "u8") view.setUint8(at, whole & 0xff);
  else if (type === "i16" || type === "u16") view.setUint16(at, whole & 0xffff, true);
  else if (type === "i32" || type === "u32") view.setUint32(at, whole >>> 0, true);
  else if (type === "i64" || type === "u64") view.setBigInt64(at, BigInt(whole), true);
};

/** Turns a DataFlash log written as text into the binary log that it was, so that all else works on that. */
export class DataFlashText {
  /** Lines that are no messages. */
  skipped = 0;
  readonly #formats = new Map<string, DataFlashFormat>();
  #rest = "";

  /** @returns binary records, owned by the caller */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const lines = (this.#rest + ascii(chunk)).split("\n");
    this.#rest = (lines.pop() ?? "").slice(-longestLine);
    return lines.flatMap((line) => this.#record(line));
  }

  /** The log ends here. */
  flush(): readonly Uint8Array[] {
    const line = this.#rest;
    this.#rest = "";
    return this.#record(line);
  }

  #record(line: string): Uint8Array[] {
    const [name = "", ...values] = line.trim().split(/, ?/);
    if (name === "") return [];
    const record = name === "FMT" ? this.#define(values) : this.#write(name, values);
    if (record === undefined) this.skipped++;
    return record === undefined ? [] : [record];
  }

  #define([type = "", , name = "", format = "", ...columns]: readonly string[]): Uint8Array | undefined {
    const number = Number(type);
    const columnText = columns.join(",");
    const made = dataFlashFormat(number, 0, name, format, columnText);
    if (made === undefined || !(number > 0 && number < 256) || made.computedLength > 255) return undefined;
    if (number !== formatType) this.#formats.set(name, made);
    const length = number === formatType ? formatRecordLength : made.computedLength;
    const bytes = new Uint8Array(formatRecordLength);
    bytes.set([0xa3, 0x95, formatType, number, length]);
    writeText(bytes, 5, 4, name);
    writeText(bytes, 9, 16, format);
    writeText(bytes, 25, 64, columnText);
    return bytes;
  }

  #write(name: string, values: readonly string[]): Uint8Array | undefined {
    const format = this.#formats.get(name);
    if (format === undefined) return undefined;
    const { fields } = format.layout;
    const last = fields.length - 1;
    // A message's own text may have commas in it; arrays aren't written apart from them.
    const isOpen = fields[last]?.type === "text";
    if (values.length < fields.length || (values.length > fields.length && !isOpen)) return undefined;
    const bytes = new Uint8Array(format.computedLength);
    const view = new DataView(bytes.buffer);
    bytes.set([0xa3, 0x95, format.type]);
    for (const [n, field] of fields.entries()) {
      const at = headerLength + field.offset;
      const text = (n === last && isOpen ? values.slice(n).join(", ") : values[n]) ?? "";
      // Letters were bytes when they were read.
      if (field.type === "text")
        for (let i = 0; i < Math.min(field.count, text.length); i++) bytes[at + i] = text.charCodeAt(i);
      else if (field.count === 0 && nativeSize[field.type] > 0) putNumber(view, at, field, text);
    }
    return bytes;
  }
}
