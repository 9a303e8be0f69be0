import { crc32 } from "node:zlib";

/**
 * Pieces lie one after the other in `POSITION.data`, and what each is in `POSITION.index`, POSITION being that of the first
 * piece in ms with 12 digits, so that names sort by time. Each file begins with a whole piece, or with what that needs before it. An index entry of 32
 * bytes, little-endian: 0 position (float64, ms on the mission's clock), 8 offset in the data (uint32), 12 length (uint32), 16
 * CRC-32 of the piece (uint32), 20 tag (uint32), 24 kind (uint8), the rest zero. The data is written before its entry: an entry
 * that reaches beyond the data, or is no whole one, was being written when the program was killed.
 */
export const entryBytes = 32;

const pieceKinds = ["config", "boxes", "key", "delta", "jpeg", "thumbnail", "crop"] as const;
/**
 * "config", "boxes": a FeedMessage as JSON. "key", "delta", "jpeg": a binary video message; of a map a whole version, or what changed since the
 * one before. "thumbnail", "crop": of a heat source.
 */
export type PieceKind = (typeof pieceKinds)[number];

/** A piece that is to be written. */
export interface Piece {
  /** On the mission's clock, ms. */
  readonly positionMs: number;
  readonly kind: PieceKind;
  /** A sequence number or version, uint32. */
  readonly tag: number;
  readonly data: Uint8Array;
  /** Of a whole one: what a file that begins with it needs before it. */
  readonly before?: Piece;
}

/** Where a piece lies in its data file. */
export interface PieceEntry extends Omit<Piece, "data" | "before"> {
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

export const isText = (kind: PieceKind): boolean => kind === "config" || kind === "boxes";

/** Later pieces build on it, and it on none. */
export const isWhole = (kind: PieceKind): boolean => kind !== "delta" && !isText(kind);

export const segmentName = (positionMs: number): string =>
  String(Math.max(0, Math.floor(positionMs))).padStart(12, "0");

export const encodeEntry = (piece: Piece, offset: number): Uint8Array => {
  const bytes = new Uint8Array(entryBytes);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, piece.positionMs, true);
  view.setUint32(8, offset, true);
  view.setUint32(12, piece.data.length, true);
  view.setUint32(16, crc32(piece.data), true);
  view.setUint32(20, piece.tag >>> 0, true);
  bytes[24] = pieceKinds.indexOf(piece.kind);
  return bytes;
};

/** @returns the entries of an index up to the first that is damaged or whose piece isn't there */
export const decodeEntries = (bytes: Uint8Array, dataBytes: number): PieceEntry[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: PieceEntry[] = [];
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const kind = pieceKinds[bytes[at + 24] ?? -1];
    const positionMs = view.getFloat64(at, true);
    const [offset, length] = [view.getUint32(at + 8, true), view.getUint32(at + 12, true)];
    if (kind === undefined || !Number.isFinite(positionMs) || length === 0 || offset + length > dataBytes) break;
    entries.push({
      ...{ positionMs, kind, offset, length },
      crc: view.getUint32(at + 16, true),
      tag: view.getUint32(at + 20, true),
    });
  }
  return entries;
};
