import { readText } from "../../mavlink/text.ts";

/** How a value lies in a record; all are little-endian. "text" is of a fixed length, filled up with NUL. */
export type NativeType = "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "i64" | "u64" | "f16" | "f32" | "f64" | "text";

/** Bytes of one element. */
export const nativeSize: Readonly<Record<NativeType, number>> = {
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  i64: 8,
  u64: 8,
  f16: 2,
  f32: 4,
  f64: 8,
  text: 1,
};

/** One field of a message of an autopilot's own log, as the log itself defines it. */
export interface NativeField {
  readonly name: string;
  readonly type: NativeType;
  /** From the beginning of the record's payload, bytes. */
  readonly offset: number;
  /** Elements of an array, characters of a text; 0 for a single value. */
  readonly count: number;
  /** What the stored number is divided by to be in `unit`: 100 for "centi" formats. */
  readonly divisor: number;
  readonly unit?: string;
  /** What makes it a number in the unit without prefix, where the log says so beside the format: 0.01. */
  readonly multiplier?: number;
}

/** What one kind of message looks like. */
export interface NativeLayout {
  readonly message: string;
  readonly fields: readonly NativeField[];
  readonly fieldOf: ReadonlyMap<string, NativeField>;
  /** All fields together, bytes; a record may be longer. */
  readonly length: number;
}

/** @param length of all fields together, bytes */
export const nativeLayout = (message: string, fields: readonly NativeField[], length: number): NativeLayout => ({
  message,
  fields,
  fieldOf: new Map(fields.map((field) => [field.name, field])),
  length,
});

/** IEEE 754 binary16. */
const readHalf = (view: DataView, at: number): number => {
  const bits = view.getUint16(at, true);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/** 64-bit integers beyond 2^53 lose their last bits. */
const readRaw = (view: DataView, at: number, type: NativeType): number => {
  switch (type) {
    case "i8":
      return view.getInt8(at);
    case "u8":
    case "text":
      return view.getUint8(at);
    case "i16":
      return view.getInt16(at, true);
    case "u16":
      return view.getUint16(at, true);
    case "i32":
      return view.getInt32(at, true);
    case "u32":
      return view.getUint32(at, true);
    case "i64":
      return view.getInt32(at + 4, true) * 0x100000000 + view.getUint32(at, true);
    case "u64":
      return view.getUint32(at + 4, true) * 0x100000000 + view.getUint32(at, true);
    case "f16":
      return readHalf(view, at);
    case "f32":
      return view.getFloat32(at, true);
    case "f64":
      return view.getFloat64(at, true);
  }
};

/**
 * @param start of the record's payload
 * @param element of an array; 0 for a single value
 */
export const readNativeNumber = (view: DataView, start: number, field: NativeField, element = 0): number => {
  const value = readRaw(view, start + field.offset + element * nativeSize[field.type], field.type);
  return field.divisor === 1 ? value : value / field.divisor;
};

/** A field as the inspector shows it. */
export const readNativeValue = (view: DataView, start: number, field: NativeField): number | string | number[] => {
  if (field.type === "text") {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    return readText(bytes, start + field.offset, field.count);
  }
  if (field.count === 0) return readNativeNumber(view, start, field);
  return Array.from({ length: field.count }, (_, element) => readNativeNumber(view, start, field, element));
};

/** One message of a log; one object is used for all of them, so it is borrowed until the callback returns. */
export class NativeRecord {
  layout: NativeLayout = nativeLayout("", [], 0);
  /** Which of several sensors of a kind it is of; 0 where there is one only. */
  instance = 0;
  /** Of the whole record in the file. */
  offset = 0;
  /** From the record's beginning to its payload, bytes. */
  headerLength = 0;
  /** Since the autopilot's boot, as stamped; undefined where it has no stamp. */
  bootUs: number | undefined;
  /** Where the payload lies in `view`. */
  start = 0;
  view: DataView = new DataView(new ArrayBuffer(0));

  /** Names its stream: "ATT", "BAT[1]". */
  get key(): string {
    return this.instance === 0 ? this.layout.message : `${this.layout.message}[${this.instance}]`;
  }

  has(name: string): boolean {
    return this.layout.fieldOf.has(name);
  }

  /** NaN where it has no such number. */
  number(name: string, element = 0): number {
    const field = this.layout.fieldOf.get(name);
    if (field === undefined || field.type === "text" || (element > 0 && element >= field.count)) return Number.NaN;
    return readNativeNumber(this.view, this.start, field, element);
  }

  /** In the unit without prefix, by the multiplier that the log itself gives for it. */
  scaled(name: string): number {
    return this.number(name) * (this.layout.fieldOf.get(name)?.multiplier ?? 1);
  }

  /** The first of these names that it has; formats changed over the years. */
  first(...names: readonly string[]): number {
    for (const name of names) if (this.has(name)) return this.number(name);
    return Number.NaN;
  }

  /** Empty where it has no such text. */
  text(name: string): string {
    const field = this.layout.fieldOf.get(name);
    if (field?.type !== "text") return "";
    const value = readNativeValue(this.view, this.start, field);
    return typeof value === "string" ? value : "";
  }
}

/** What a reader of a native log tells, beside its records. */
export type NativeEvent =
  /** A parameter as the log has it. */
  | { readonly kind: "parameter"; readonly name: string; readonly value: number; readonly isInteger: boolean }
  /** A text of the autopilot; severity as MAV_SEVERITY, where the log says. */
  | { readonly kind: "text"; readonly text: string; readonly severity: number | undefined; readonly bootUs?: number }
  /** The logger lost this much, ms. */
  | { readonly kind: "dropout"; readonly durationMs: number; readonly offset: number }
  /** This many bytes from `offset` on belong to no message. */
  | { readonly kind: "damage"; readonly bytes: number; readonly offset: number }
  /** The last message has no end. */
  | { readonly kind: "cut"; readonly bytes: number; readonly offset: number }
  /** Something that the log says of itself: firmware, hardware. */
  | { readonly kind: "info"; readonly key: string; readonly value: string | number };

export interface NativeHandlers {
  /** Borrowed until it returns. */
  readonly onRecord: (record: NativeRecord) => void;
  readonly onEvent?: (event: NativeEvent) => void;
}

/** Why a file can't be read as what its first bytes say it is. */
export interface NativeFault {
  readonly code: "not-this-format" | "incompatible";
  readonly detail: string;
}

/** Reads a log that comes in chunks of any size; one pass, bounded memory. */
export interface NativeReader {
  /** Set once it can't go on: nothing more is told after it. */
  readonly fault: NativeFault | undefined;
  push(chunk: Uint8Array): void;
  /** The log ends here. */
  flush(): void;
}
