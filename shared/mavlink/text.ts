const replacement = "\ufffd";

/** Continuation bytes that must follow a lead byte, or -1 where it can't lead. */
const followers = (lead: number): number => {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead < 0xe0) return 1;
  if (lead >= 0xe0 && lead < 0xf0) return 2;
  return lead >= 0xf0 && lead < 0xf5 ? 3 : -1;
};

const leadMasks = [0x7f, 0x1f, 0x0f, 0x07];
const smallestOf = [0, 0x80, 0x800, 0x10000];

/** UTF-8 from `from` up to `to`; each byte that is no UTF-8, and a character cut at the end, becomes U+FFFD. */
const decodeUtf8 = (bytes: Uint8Array, from: number, to: number): string => {
  let text = "";
  for (let at = from; at < to; at++) {
    const lead = bytes[at] ?? 0;
    const count = followers(lead);
    let code = lead & (leadMasks[Math.max(0, count)] ?? 0);
    let seen = 0;
    while (seen < count && at + seen + 1 < to && ((bytes[at + seen + 1] ?? 0) & 0xc0) === 0x80) {
      seen++;
      code = (code << 6) | ((bytes[at + seen] ?? 0) & 0x3f);
    }
    const isSurrogate = code >= 0xd800 && code < 0xe000;
    if (count < 0 || seen < count || code < (smallestOf[count] ?? 0) || code > 0x10ffff || isSurrogate)
      text += replacement;
    else {
      text += String.fromCodePoint(code);
      at += seen;
    }
  }
  return text;
};

/** The text of a char[] field: `count` bytes from `from`, cut at the first NUL. */
export const readText = (bytes: Uint8Array, from: number, count: number): string => {
  let to = from;
  const end = from + count;
  let high = 0;
  for (; to < end; to++) {
    const byte = bytes[to] ?? 0;
    if (byte === 0) break;
    high |= byte;
  }
  if (high > 0x7f) return decodeUtf8(bytes, from, to);
  let text = "";
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
};

const utf8Of = (code: number): number[] => {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
};

/** Writes as many whole characters of `text` as fit into `count` bytes; the rest stays zero. */
export const writeText = (bytes: Uint8Array, from: number, count: number, text: string): void => {
  let at = from;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const encoded = utf8Of(code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
    if (at + encoded.length > from + count) return;
    for (const byte of encoded) bytes[at++] = byte;
  }
};
