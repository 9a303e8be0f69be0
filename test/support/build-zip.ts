import { createHash } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a zip as an attacker would write it: whatever is given here stands in the file. */
export interface ZipPart {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array;
  /** As stored in the file. */
  readonly packed?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly packedSize?: number;
  readonly unpackedSize?: number;
  readonly localName?: string;
  readonly localUnpackedSize?: number;
  readonly localMethod?: number;
  /** Unix mode. */
  readonly mode?: number;
  readonly extra?: Uint8Array;
  /** Where its local header is said to lie. */
  readonly offset?: number;
  /** No local header and data at all. */
  readonly isListedOnly?: boolean;
}

const text = (value: string | Uint8Array) => (typeof value === "string" ? new TextEncoder().encode(value) : value);

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** A zip written the plain way. */
export const buildZip = (parts: readonly ZipPart[], end: { count?: number; comment?: string; size?: number } = {}) => {
  const files: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const part of parts) {
    const data = part.data ?? new Uint8Array(0);
    const method = part.method ?? 0;
    const packed = part.packed ?? (method === 8 ? deflateRawSync(data) : data);
    const name = text(part.name);
    const localName = part.localName === undefined ? name : text(part.localName);
    const crc = part.crc ?? crc32(data);
    const flags = part.flags ?? 0x0800;
    const sizes = [part.packedSize ?? packed.length, part.unpackedSize ?? data.length] as const;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(part.localMethod ?? method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(sizes[0], 18);
    local.writeUInt32LE(part.localUnpackedSize ?? sizes[1], 22);
    local.writeUInt16LE(localName.length, 26);
    const entry = Buffer.alloc(46);
    const extra = part.extra ?? new Uint8Array(0);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE((3 << 8) | 20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(sizes[0], 20);
    entry.writeUInt32LE(sizes[1], 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(extra.length, 30);
    entry.writeUInt32LE((part.mode ?? 0o100644) * 0x10000, 38);
    entry.writeUInt32LE(part.offset ?? offset, 42);
    central.push(joined([entry, name, extra]));
    if (part.isListedOnly === true) continue;
    const whole = joined([local, localName, packed]);
    files.push(whole);
    offset += whole.length;
  }
  const directory = joined(central);
  const tail = Buffer.alloc(22);
  tail.writeUInt32LE(0x06054b50, 0);
  tail.writeUInt16LE(end.count ?? parts.length, 8);
  tail.writeUInt16LE(end.count ?? parts.length, 10);
  tail.writeUInt32LE(end.size ?? directory.length, 12);
  tail.writeUInt32LE(offset, 16);
  const comment = text(end.comment ?? "");
  tail.writeUInt16LE(comment.length, 20);
  return joined([...files, directory, tail, comment]);
};

/** The manifest that goes with these files. */
export const manifestPart = (
  files: readonly {
    readonly name: string;
    readonly data: Uint8Array;
    readonly bytes?: number;
    readonly sha256?: string;
  }[],
  more: Readonly<Record<string, unknown>> = {},
): ZipPart => ({
  name: "manifest.json",
  data: text(
    JSON.stringify({
      format: "lantern-mission",
      version: 1,
      program: { name: "Lantern", version: "0" },
      createdUtcMs: 0,
      mission: { id: "m", name: "Linghu", kind: "log" },
      files: files.map(({ name, data, bytes, sha256 }) => ({
        name,
        bytes: bytes ?? data.length,
        sha256: sha256 ?? createHash("sha256").update(data).digest("hex"),
      })),
      ...more,
    }),
  ),
});
