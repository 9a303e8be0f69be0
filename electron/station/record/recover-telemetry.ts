import { appendFileSync, closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from "node:fs";

/** The longest record: stamp, and a signed MAVLink 2 frame with full payload. */
const longestRecord = 8 + 280;
const pieceLength = 1 << 20;

export interface RecoveredTail {
  readonly bytesKept: number;
  readonly bytesCutOff: number;
}

/**
 * Cuts a .tlog that a crash left behind at the end of its last whole record; what followed is appended to PATH.torn first, so
 * nothing is lost.
 * @param wholeUpToBytes an offset that is known to be a record's start, from which to look; where the file is shorter it is read from its start
 * @throws what the disk throws
 */
export const recoverTelemetry = (path: string, wholeUpToBytes = 0): RecoveredTail => {
  const file = openSync(path, "r+");
  try {
    const { size } = fstatSync(file);
    const from = wholeUpToBytes <= size ? wholeUpToBytes : 0;
    const bytesKept = endOfWholeRecords(file, from, size);
    if (bytesKept === size) return { bytesKept, bytesCutOff: 0 };
    copyTail(file, bytesKept, size, `${path}.torn`);
    ftruncateSync(file, bytesKept);
    fsyncSync(file);
    return { bytesKept, bytesCutOff: size - bytesKept };
  } finally {
    closeSync(file);
  }
};

/** Goes from record to record by the frames' lengths: our own file has nothing between them. */
const endOfWholeRecords = (file: number, from: number, size: number): number => {
  const piece = new Uint8Array(pieceLength + longestRecord);
  let at = from;
  while (at < size) {
    const length = readSync(file, piece, 0, piece.length, at);
    let inPiece = 0;
    while (inPiece < length && (inPiece < pieceLength || at + length === size)) {
      const recordLength = wholeRecordLength(piece, inPiece, length);
      if (recordLength === 0) return at + inPiece;
      inPiece += recordLength;
    }
    if (inPiece === 0) return at;
    at += inPiece;
  }
  return at;
};

/** @returns 0 where no whole record starts there */
const wholeRecordLength = (bytes: Uint8Array, at: number, end: number): number => {
  const frame = at + 8;
  // Stamps up to the year 2100 have a zero first byte; blocks that a power cut left unwritten have no magic byte.
  if (frame + 3 > end || bytes[at] !== 0) return 0;
  const magic = bytes[frame];
  const payloadLength = bytes[frame + 1] ?? 0;
  const isSigned = ((bytes[frame + 2] ?? 0) & 1) === 1;
  const length = magic === 0xfe ? 8 + payloadLength : magic === 0xfd ? 12 + payloadLength + (isSigned ? 13 : 0) : 0;
  return length > 0 && frame + length <= end ? 8 + length : 0;
};

const copyTail = (file: number, from: number, size: number, tornPath: string): void => {
  const piece = new Uint8Array(pieceLength);
  const torn = openSync(tornPath, "a");
  try {
    for (let at = from; at < size; ) {
      const length = readSync(file, piece, 0, piece.length, at);
      if (length === 0) break;
      appendFileSync(torn, piece.subarray(0, length));
      at += length;
    }
    fsyncSync(torn);
  } finally {
    closeSync(torn);
  }
};
