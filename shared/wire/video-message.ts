/** "key" and "delta" are H.264 access units in Annex B; a "jpeg" is a whole picture. */
export type VideoKind = "key" | "delta" | "jpeg";
const kinds: readonly VideoKind[] = ["key", "delta", "jpeg"];

/** One picture, or one piece of a stream, on its way to a browser. */
export interface VideoMessage {
  readonly kind: VideoKind;
  readonly sequence: number;
  /** When it was taken, by the station's clock, ms. */
  readonly captureMs: number;
  readonly data: Uint8Array;
}

/**
 * The binary messages of a feed's video socket, little-endian: byte 0 the kind (0 key, 1 delta, 2 JPEG), 1 to 3 zero, 4 to 7
 * the sequence (uint32), 8 to 15 the capture time (float64, station clock, ms), from 16 on the data.
 */
const videoHeaderBytes = 16;

/** @returns a new buffer */
export const encodeVideoMessage = ({ kind, sequence, captureMs, data }: VideoMessage): Uint8Array => {
  const bytes = new Uint8Array(videoHeaderBytes + data.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = kinds.indexOf(kind);
  view.setUint32(4, sequence >>> 0, true);
  view.setFloat64(8, captureMs, true);
  bytes.set(data, videoHeaderBytes);
  return bytes;
};

/** @returns undefined for what is no such message; `data` borrows the bytes */
export const decodeVideoMessage = (bytes: Uint8Array): VideoMessage | undefined => {
  const kind = kinds[bytes[0] ?? -1];
  if (kind === undefined || bytes.length <= videoHeaderBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const captureMs = view.getFloat64(8, true);
  if (!Number.isFinite(captureMs)) return undefined;
  return { kind, sequence: view.getUint32(4, true), captureMs, data: bytes.subarray(videoHeaderBytes) };
};
