import { type NativeField, type NativeLayout, type NativeType, nativeLayout, nativeSize } from "../native-record.ts";

/** Source: PX4 documentation, "ULog File Format", types of a Format message. */
const types: Readonly<Record<string, NativeType>> = {
  int8_t: "i8",
  uint8_t: "u8",
  int16_t: "i16",
  uint16_t: "u16",
  int32_t: "i32",
  uint32_t: "u32",
  int64_t: "i64",
  uint64_t: "u64",
  float: "f32",
  double: "f64",
  bool: "u8",
  char: "text",
};

/** One field of a Format message: "float[4] q". */
interface Member {
  readonly type: string;
  /** 0 for a single one. */
  readonly count: number;
  readonly name: string;
}

/** A Format message. */
export interface UlogFormat {
  readonly name: string;
  readonly members: readonly Member[];
}

/** More than any topic has; a hostile file could nest arrays of arrays. */
const mostFields = 4_096;
const mostBytes = 0xffff;
const mostDepth = 8;

/** @returns undefined where it isn't one: "name:type field;type[3] field;" */
export const parseUlogFormat = (text: string): UlogFormat | undefined => {
  const [, name, body] = /^([\w/-]+):(.*)$/s.exec(text) ?? [];
  if (name === undefined || body === undefined) return undefined;
  const members: Member[] = [];
  for (const part of body.split(";")) {
    if (part.trim() === "") continue;
    const [, type, count, field] = /^\s*([\w/-]+)(?:\[(\d{1,5})\])? +(\w+)\s*$/.exec(part) ?? [];
    if (type === undefined || field === undefined) return undefined;
    members.push({ type, count: count === undefined ? 0 : Number(count), name: field });
  }
  return members.length === 0 || members.length > mostFields ? undefined : { name, members };
};

/** A topic with its nested types laid out flat, and where its time lies. */
export interface UlogTopic {
  readonly layout: NativeLayout;
  /** Padding at the end isn't logged. */
  readonly leastLength: number;
  readonly timestampOffset: number | undefined;
}

class Flattening {
  readonly fields: NativeField[] = [];
  offset = 0;
  /** End of the last field that isn't padding. */
  dataEnd = 0;
  readonly #formats: ReadonlyMap<string, UlogFormat>;

  constructor(formats: ReadonlyMap<string, UlogFormat>) {
    this.#formats = formats;
  }

  /** @returns false where a type isn't known, or it grows out of bounds */
  add(name: string, prefix: string, depth: number): boolean {
    const format = this.#formats.get(name);
    if (format === undefined || depth > mostDepth) return false;
    return format.members.every((member) => this.#addMember(member, prefix, depth));
  }

  #addMember(member: Member, prefix: string, depth: number): boolean {
    const name = prefix + member.name;
    const type = types[member.type];
    if (type === undefined) {
      const times = member.count === 0 ? 1 : member.count;
      for (let n = 0; n < times; n++)
        if (!this.add(member.type, member.count === 0 ? `${name}.` : `${name}[${n}].`, depth + 1)) return false;
      return true;
    }
    const count = type === "text" ? Math.max(1, member.count) : member.count;
    const isPadding = member.name.startsWith("_padding");
    if (!isPadding) this.fields.push({ name, type, offset: this.offset, count, divisor: 1 });
    this.offset += nativeSize[type] * Math.max(1, member.count);
    if (!isPadding) this.dataEnd = this.offset;
    return this.fields.length <= mostFields && this.offset <= mostBytes;
  }
}

/** @returns undefined where a type that it needs isn't defined, is defined by itself, or is too large */
export const layOutTopic = (name: string, formats: ReadonlyMap<string, UlogFormat>): UlogTopic | undefined => {
  const flat = new Flattening(formats);
  if (!flat.add(name, "", 0)) return undefined;
  const layout = nativeLayout(name, flat.fields, flat.dataEnd);
  const timestamp = layout.fieldOf.get("timestamp");
  return {
    layout,
    leastLength: flat.dataEnd,
    timestampOffset: timestamp?.type === "u64" ? timestamp.offset : undefined,
  };
};
