/** One segment of a JPEG before its picture data; `data` borrows the file's bytes. */
export interface JpegSegment {
  readonly marker: number;
  readonly data: Uint8Array;
}

/** The segments of a JPEG's head (ITU-T T.81 annex B); as far as they are whole. Never throws. */
export const jpegSegments = (bytes: Uint8Array): JpegSegment[] => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return [];
  const segments: JpegSegment[] = [];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Start of scan: the picture itself.
    if (marker === 0xda || marker === 0xd9) break;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2 || at + 2 + length > bytes.length) break;
    segments.push({ marker, data: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  return segments;
};
