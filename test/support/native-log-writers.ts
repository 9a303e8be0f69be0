/** Writes autopilots' own logs the plain way, by their documents, so that they can judge the program's readers. */

const sizes: Readonly<Record<string, number>> = {
  a: 64,
  b: 1,
  B: 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  f: 4,
  d: 8,
  g: 2,
  n: 4,
  N: 16,
  Z: 64,
  c: 2,
  C: 2,
  e: 4,
  E: 4,
  L: 4,
  M: 1,
  q: 8,
  Q: 8,
};

type Value = number | string | readonly number[];

const ascii = (text: string, length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode(text).slice(0, length));
  return bytes;
};

const putValue = (view: DataView, at: number, character: string, value: Value): void => {
  const bytes = new Uint8Array(view.buffer);
  if (typeof value === "string") {
    bytes.set(ascii(value, sizes[character] ?? 0), at);
    return;
  }
  if (typeof value !== "number") {
    for (const [n, element] of value.entries()) view.setInt16(at + 2 * n, element, true);
    return;
  }
  const hundred = Math.round(value * 100);
  const writers = new Map<string, () => void>([
    ["b", () => view.setInt8(at, value)],
    ["B", () => view.setUint8(at, value)],
    ["M", () => view.setUint8(at, value)],
    ["h", () => view.setInt16(at, value, true)],
    ["H", () => view.setUint16(at, value, true)],
    ["i", () => view.setInt32(at, value, true)],
    ["I", () => view.setUint32(at, value, true)],
    ["f", () => view.setFloat32(at, value, true)],
    ["d", () => view.setFloat64(at, value, true)],
    ["g", () => view.setUint16(at, value, true)],
    ["c", () => view.setInt16(at, hundred, true)],
    ["C", () => view.setUint16(at, hundred, true)],
    ["e", () => view.setInt32(at, hundred, true)],
    ["E", () => view.setUint32(at, hundred, true)],
    ["L", () => view.setInt32(at, Math.round(value * 1e7), true)],
    ["q", () => view.setBigInt64(at, BigInt(Math.round(value)), true)],
    ["Q", () => view.setBigUint64(at, BigInt(Math.round(value)), true)],
  ]);
  writers.get(character)?.();
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/** An ArduPilot DataFlash log. */
export class DataFlashWriter {
  readonly #parts: Uint8Array[] = [];
  readonly #formats = new Map<string, { readonly type: number; readonly format: string }>();
  #nextType = 129;

  constructor() {
    this.#formats.set("FMT", { type: 128, format: "BBnNZ" });
    this.raw(this.#record(128, "BBnNZ", [128, 89, "FMT", "BBnNZ", "Type,Length,Name,Format,Columns"]));
    this.define("UNIT", "QbZ", "TimeUS,Id,Label");
    this.define("FMTU", "QBNN", "TimeUS,FmtType,UnitIds,MultIds");
    this.define("MULT", "Qbd", "TimeUS,Id,Mult");
  }

  get bytes(): Uint8Array {
    return joined(this.#parts);
  }

  get length(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  raw(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  /** @param length as the FMT says; absent: the true one */
  define(name: string, format: string, columns: string, length?: number): number {
    const type = this.#nextType++;
    this.#formats.set(name, { type, format });
    const own = 3 + [...format].reduce((sum, character) => sum + (sizes[character] ?? 0), 0);
    this.raw(this.#record(128, "BBnNZ", [type, length ?? own, name, format, columns]));
    return type;
  }

  units(name: string, unitIds: string, multIds: string, timeUs = 19_400_000): void {
    this.write("FMTU", timeUs, this.#formats.get(name)?.type ?? 0, unitIds, multIds);
  }

  write(name: string, ...values: readonly Value[]): void {
    const known = this.#formats.get(name);
    if (known === undefined) throw new Error(`${name} was not defined.`);
    this.raw(this.#record(known.type, known.format, values));
  }

  #record(type: number, format: string, values: readonly Value[]): Uint8Array {
    const length = [...format].reduce((sum, character) => sum + (sizes[character] ?? 0), 3);
    const bytes = new Uint8Array(length);
    bytes.set([0xa3, 0x95, type]);
    const view = new DataView(bytes.buffer);
    let at = 3;
    for (const [n, character] of [...format].entries()) {
      putValue(view, at, character, values[n] ?? 0);
      at += sizes[character] ?? 0;
    }
    return bytes;
  }
}

const ulogSizes: Readonly<Record<string, number>> = {
  int8_t: 1,
  uint8_t: 1,
  int16_t: 2,
  uint16_t: 2,
  int32_t: 4,
  uint32_t: 4,
  int64_t: 8,
  uint64_t: 8,
  float: 4,
  double: 8,
  bool: 1,
  char: 1,
};

const putUlog = (view: DataView, at: number, type: string, value: number): void => {
  const writers: Readonly<Record<string, () => void>> = {
    int8_t: () => view.setInt8(at, value),
    uint8_t: () => view.setUint8(at, value),
    bool: () => view.setUint8(at, value),
    char: () => view.setUint8(at, value),
    int16_t: () => view.setInt16(at, value, true),
    uint16_t: () => view.setUint16(at, value, true),
    int32_t: () => view.setInt32(at, value, true),
    uint32_t: () => view.setUint32(at, value, true),
    int64_t: () => view.setBigInt64(at, BigInt(Math.round(value)), true),
    uint64_t: () => view.setBigUint64(at, BigInt(Math.round(value)), true),
    float: () => view.setFloat32(at, value, true),
    double: () => view.setFloat64(at, value, true),
  };
  writers[type]?.();
};

export interface UlogOptions {
  readonly incompatible?: number;
  readonly appendedAt?: number;
}

/** A PX4 ULog. */
export class UlogWriter {
  readonly #parts: Uint8Array[] = [];
  readonly #formats = new Map<string, readonly (readonly [type: string, count: number])[]>();
  readonly #topics = new Map<string, { readonly id: number; readonly format: string }>();

  constructor({ incompatible = 0, appendedAt = 0 }: UlogOptions = {}) {
    const head = new Uint8Array(16);
    head.set([0x55, 0x4c, 0x6f, 0x67, 0x01, 0x12, 0x35, 1]);
    new DataView(head.buffer).setBigUint64(8, 1_000_000n, true);
    this.raw(head);
    const flags = new Uint8Array(40);
    flags[8] = incompatible | (appendedAt > 0 ? 1 : 0);
    new DataView(flags.buffer).setBigUint64(16, BigInt(appendedAt), true);
    this.message("B", flags);
  }

  get bytes(): Uint8Array {
    return joined(this.#parts);
  }

  get length(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  raw(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  message(type: string, body: Uint8Array): void {
    const bytes = new Uint8Array(3 + body.length);
    new DataView(bytes.buffer).setUint16(0, body.length, true);
    bytes[2] = type.charCodeAt(0);
    bytes.set(body, 3);
    this.raw(bytes);
  }

  /** @param fields "uint64_t timestamp;float[4] q" */
  format(name: string, fields: string): void {
    // Padding at the end isn't logged.
    const logged = fields.replace(/;[^;]*_padding\d+$/, "");
    const flat = logged.split(";").flatMap((field): (readonly [string, number])[] => {
      const [, type = "", count = "0"] = /^([\w]+)(?:\[(\d+)\])? /.exec(field) ?? [];
      const nested = this.#formats.get(type);
      if (nested === undefined) return [[type, Math.max(1, Number(count))]];
      return Array.from({ length: Math.max(1, Number(count)) }, () => nested).flat();
    });
    this.#formats.set(name, flat);
    this.message("F", new TextEncoder().encode(`${name}:${fields};`));
  }

  subscribe(name: string, id: number, multiId = 0): void {
    this.#topics.set(`${name}[${multiId}]`, { id, format: name });
    this.message("A", joined([new Uint8Array([multiId, id & 0xff, id >> 8]), new TextEncoder().encode(name)]));
  }

  /** @param values in order, arrays flat */
  data(name: string, values: readonly number[], multiId = 0): void {
    const topic = this.#topics.get(`${name}[${multiId}]`);
    const flat = this.#formats.get(topic?.format ?? "") ?? [];
    const body = new Uint8Array(2 + flat.reduce((sum, [type, count]) => sum + (ulogSizes[type] ?? 0) * count, 0));
    const view = new DataView(body.buffer);
    view.setUint16(0, topic?.id ?? 0, true);
    let [at, n] = [2, 0];
    for (const [type, count] of flat)
      for (let element = 0; element < count; element++) {
        putUlog(view, at, type, values[n++] ?? 0);
        at += ulogSizes[type] ?? 0;
      }
    this.message("D", body);
  }

  keyed(type: "I" | "P", key: string, value: number | string): void {
    const name = new TextEncoder().encode(key);
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : new Uint8Array(4);
    if (typeof value === "number") {
      const view = new DataView(bytes.buffer);
      if (key.startsWith("float")) view.setFloat32(0, value, true);
      else view.setInt32(0, value, true);
    }
    this.message(type, joined([new Uint8Array([name.length]), name, bytes]));
  }

  logged(level: number, timestampUs: number, text: string): void {
    const head = new Uint8Array(9);
    head[0] = 0x30 + level;
    new DataView(head.buffer).setBigUint64(1, BigInt(timestampUs), true);
    this.message("L", joined([head, new TextEncoder().encode(text)]));
  }

  dropout(durationMs: number): void {
    this.message("O", new Uint8Array([durationMs & 0xff, durationMs >> 8]));
  }

  sync(): void {
    this.message("S", new Uint8Array([0x2f, 0x73, 0x13, 0x20, 0x25, 0x0c, 0xbb, 0x12]));
  }
}
