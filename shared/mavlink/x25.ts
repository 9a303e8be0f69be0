/**
 * The MAVLink checksum: CRC-16/MCRF4XX (X.25 without the final inversion), polynomial 0x1021 reflected, start 0xffff.
 * Sliced by eight: table k holds the effect of a byte that is followed by k more, so that eight bytes take eight
 * independent loads instead of a chain of eight dependent ones.
 */
export const x25Start = 0xffff;

const slices = 8;

const buildTables = (): Uint16Array => {
  const tables = new Uint16Array(256 * slices);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256] ?? 0;
    tables[at] = (before >>> 8) ^ (tables[before & 0xff] ?? 0);
  }
  return tables;
};

/** A constant: it depends on nothing and takes microseconds, and a look-up of whether it is there would cost every frame. */
const tables = buildTables();

/** Index into the first table by the high byte of its entry; every high byte occurs exactly once. */
const buildInverse = (): Uint8Array => {
  const inverse = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) inverse[(tables[byte] ?? 0) >>> 8] = byte;
  return inverse;
};
const inverse = buildInverse();

/** The checksum after one more byte (the CRC_EXTRA of a message, for one). */
export const x25Byte = (crc: number, byte: number): number => (crc >>> 8) ^ (tables[(crc ^ byte) & 0xff] ?? 0);

/** The checksum of the bytes from `from` up to, not including, `to`. */
export const x25 = (view: DataView, from: number, to: number): number => {
  let crc = x25Start;
  let at = from;
  for (const last = to - 7; at < last; at += 8) {
    const low = view.getInt32(at, true) ^ crc;
    const high = view.getInt32(at + 4, true);
    crc =
      (tables[1792 + (low & 0xff)] ?? 0) ^
      (tables[1536 + ((low >>> 8) & 0xff)] ?? 0) ^
      (tables[1280 + ((low >>> 16) & 0xff)] ?? 0) ^
      (tables[1024 + (low >>> 24)] ?? 0) ^
      (tables[768 + (high & 0xff)] ?? 0) ^
      (tables[512 + ((high >>> 8) & 0xff)] ?? 0) ^
      (tables[256 + ((high >>> 16) & 0xff)] ?? 0) ^
      (tables[high >>> 24] ?? 0);
  }
  if (at + 3 < to) {
    const low = view.getInt32(at, true) ^ crc;
    crc =
      (tables[768 + (low & 0xff)] ?? 0) ^
      (tables[512 + ((low >>> 8) & 0xff)] ?? 0) ^
      (tables[256 + ((low >>> 16) & 0xff)] ?? 0) ^
      (tables[low >>> 24] ?? 0);
    at += 4;
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ (tables[(crc ^ view.getUint8(at)) & 0xff] ?? 0);
  return crc;
};

/** A view of the same bytes. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The one byte that takes the checksum `before` to `after`: the CRC_EXTRA that a frame of an unknown message implies.
 * @returns 0-255, or -1 where no byte does (255 of 256 random pairs)
 */
export const x25ImpliedByte = (before: number, after: number): number => {
  const entry = after ^ (before >>> 8);
  const index = inverse[entry >>> 8] ?? 0;
  return tables[index] === entry ? index ^ (before & 0xff) : -1;
};
