/** The element type of a field on the wire, little-endian. */
export type WireType = "u8" | "i8" | "u16" | "i16" | "u32" | "i32" | "u64" | "i64" | "f32" | "f64" | "char";

/** One field of a message, as the definitions have it. */
export interface FieldSpec {
  /** camelCase, as in MessageFields. */
  readonly name: string;
  /** snake_case, as in the MAVLink definitions. */
  readonly wireName: string;
  /** As the definitions write it, "degE7"; "" where they say none. */
  readonly unit: string;
  readonly type: WireType;
  /** Elements of an array or characters of a text; 0 for a single value. */
  readonly count: number;
  /** From the start of the payload, bytes. */
  readonly offset: number;
  /** Bytes of one element. */
  readonly elementSize: number;
  /** MAVLink 2 only; not part of CRC_EXTRA. */
  readonly extension: boolean;
  /** The HEARTBEAT field that says 3 by itself. */
  readonly isProtocolVersion: boolean;
}

/** One message of the dialect. */
export interface MessageSpec {
  readonly name: string;
  readonly id: number;
  readonly crcExtra: number;
  /** With and without extension fields, bytes. */
  readonly payloadLength: number;
  readonly baseLength: number;
  /** In wire order. */
  readonly fields: readonly FieldSpec[];
  /** Their camelCase names. */
  readonly fieldNames: ReadonlySet<string>;
}
