/** A value of ASN.1 in its one binary form (ITU-T X.690, DER). */
type Der = Buffer;

const value = (tag: number, content: Uint8Array): Der => {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
};

export const sequence = (...parts: readonly Der[]): Der => value(0x30, Buffer.concat(parts));
export const setOf = (part: Der): Der => value(0x31, part);
export const octets = (content: Uint8Array): Der => value(0x04, content);
export const bits = (content: Uint8Array, unusedBits = 0): Der =>
  value(0x03, Buffer.concat([Buffer.from([unusedBits]), content]));
export const utf8 = (text: string): Der => value(0x0c, Buffer.from(text, "utf8"));
/** Within its parent's numbering: constructed, or of plain bytes. */
export const tagged = (number: number, content: Uint8Array, { constructed = true } = {}): Der =>
  value((constructed ? 0xa0 : 0x80) | number, content);

/** A positive whole number, big-endian. */
export const integer = (bytes: Uint8Array): Der =>
  value(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

/** "1.2.840.10045.4.3.2": all arcs but the first two below 2^28. */
export const objectId = (dotted: string): Der => {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const arcs = rest.flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return value(0x06, Buffer.from([40 * first + second, ...arcs]));
};

/** To the second, "YYMMDDHHMMSSZ": years 1950 to 2049. */
export const utcTime = (utcMs: number): Der =>
  value(0x17, Buffer.from(`${new Date(utcMs).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`, "ascii"));
