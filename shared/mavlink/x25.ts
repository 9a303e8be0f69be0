/**
 * The MAVLink checksum: CRC-16/MCRF4XX (X.25 without the final inversion), polynomial 0x1021 reflected, start 0xffff.
 * Eight bytes take six independent loads instead of a chain of eight dependent ones: the checksum is linear, so the
 * effects of any groups of bits can be looked up apart and combined by XOR. Groups of 11 and 10 bits need a quarter
 * fewer loads than bytes do, and their tables (20 KiB) still stay in the nearest cache, which wider groups' don't.
 */
export const x25Start = 0xffff;

const buildByteTable = (): Uint16Array => {
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
    table[byte] = crc;
  }
  return table;
};

/** A constant: it depends on nothing and takes microseconds, and a look-up of whether it is there would cost every frame. */
const byteTable = buildByteTable();

/** What one bit of the eight bytes leaves in the checksum at their end. @param bit 0-63, the first byte's lowest is 0 */
const effectOfBit = (bit: number): number => {
  let crc = byteTable[1 << (bit & 7)] ?? 0;
  for (let byte = bit >>> 3; byte < 7; byte++) crc = (crc >>> 8) ^ (byteTable[crc & 0xff] ?? 0);
  return crc;
};

/** The effects of all values of `count` bits that start at `firstBit` of the eight bytes. */
const buildGroup = (firstBit: number, count: number): Uint16Array => {
  const table = new Uint16Array(1 << count);
  for (let bit = 0; bit < count; bit++) {
    const effect = effectOfBit(firstBit + bit);
    for (let value = 0; value < 1 << bit; value++) table[value | (1 << bit)] = (table[value] ?? 0) ^ effect;
  }
  return table;
};

// Separate tables: one table with offsets into it was slower by a fifth.
const lowBits0 = buildGroup(0, 11);
const lowBits11 = buildGroup(11, 11);
const lowBits22 = buildGroup(22, 10);
const highBits0 = buildGroup(32, 11);
const highBits11 = buildGroup(43, 11);
const highBits22 = buildGroup(54, 10);

/** Index into the first table by the high byte of its entry; every high byte occurs exactly once. */
const buildInverse = (): Uint8Array => {
  const inverse = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) inverse[(byteTable[byte] ?? 0) >>> 8] = byte;
  return inverse;
};
const inverse = buildInverse();

/** The checksum after one more byte (the CRC_EXTRA of a message, for one). */
export const x25Byte = (crc: number, byte: number): number => (crc >>> 8) ^ (byteTable[(crc ^ byte) & 0xff] ?? 0);

/** The checksum of the bytes from `from` up to, not including, `to`. */
export const x25 = (view: DataView, from: number, to: number): number => {
  let crc = x25Start;
  let at = from;
  for (const last = to - 7; at < last; at += 8) {
    const low = view.getInt32(at, true) ^ crc;
    const high = view.getInt32(at + 4, true);
    // What doesn't wait for the checksum so far is combined first.
    crc =
      (lowBits22[low >>> 22] ?? 0) ^
      (highBits0[high & 0x7ff] ?? 0) ^
      (highBits11[(high >>> 11) & 0x7ff] ?? 0) ^
      (highBits22[high >>> 22] ?? 0) ^
      ((lowBits0[low & 0x7ff] ?? 0) ^ (lowBits11[(low >>> 11) & 0x7ff] ?? 0));
  }
  // The rest, up to seven bytes, as if it were the end of eight.
  if (at + 3 < to) {
    const word = view.getInt32(at, true) ^ crc;
    crc = (highBits0[word & 0x7ff] ?? 0) ^ (highBits11[(word >>> 11) & 0x7ff] ?? 0) ^ (highBits22[word >>> 22] ?? 0);
    at += 4;
  }
  if (at + 1 < to) {
    const pair = view.getUint16(at, true) ^ crc;
    crc = (highBits11[(pair & 0x3f) << 5] ?? 0) ^ (highBits22[pair >>> 6] ?? 0);
    at += 2;
  }
  return at < to ? x25Byte(crc, view.getUint8(at)) : crc;
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
  return byteTable[index] === entry ? index ^ (before & 0xff) : -1;
};
