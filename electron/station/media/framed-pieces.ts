export interface FramedPiece {
  /** A FeedMessage as JSON; else a binary video message. */
  readonly isText: boolean;
  readonly data: Uint8Array;
}

/** Puts pieces behind one another as `MissionMedia.pieces` says: length (uint32, little-endian), 0 text or 1 binary, the piece. */
export const framedPieces = (pieces: readonly FramedPiece[]): Uint8Array => {
  const bytes = new Uint8Array(pieces.reduce((sum, { data }) => sum + 5 + data.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { isText, data } of pieces) {
    view.setUint32(at, data.length, true);
    bytes[at + 4] = isText ? 0 : 1;
    bytes.set(data, at + 5);
    at += 5 + data.length;
  }
  return bytes;
};
