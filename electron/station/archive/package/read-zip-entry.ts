import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { BadPackage } from "./package-limits.ts";
import type { ZipEntry } from "./zip-directory.ts";

const pieceLength = 1 << 18;

async function* packedPieces(file: FileHandle, { name, dataOffset, packed }: ZipEntry): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < packed; ) {
    const piece = new Uint8Array(Math.min(pieceLength, packed - at));
    const { bytesRead } = await file.read(piece, 0, piece.length, dataOffset + at);
    if (bytesRead === 0) throw new BadPackage("damaged", "It is cut off.", name);
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

/** Unpacks without ever holding more than some pieces, however well they are packed. */
async function* inflate(source: AsyncIterable<Uint8Array>, { name, packed }: ZipEntry): AsyncGenerator<Uint8Array> {
  const unpacker = createInflateRaw();
  const closed = new Promise((resolve) => unpacker.once("close", resolve));
  const feeding = (async () => {
    try {
      for await (const piece of source) {
        if (unpacker.destroyed) return;
        if (unpacker.write(piece)) continue;
        await Promise.race([new Promise((resolve) => unpacker.once("drain", resolve)), closed]);
      }
      unpacker.end();
    } catch (error) {
      unpacker.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  try {
    yield* unpacker;
    if (unpacker.bytesWritten !== packed) throw new BadPackage("damaged", "There are bytes behind its end.", name);
  } catch (error) {
    if (error instanceof BadPackage) throw error;
    throw new BadPackage(
      "damaged",
      `It can't be unpacked: ${error instanceof Error ? error.message : "damaged"}.`,
      name,
    );
  } finally {
    unpacker.destroy();
    await feeding;
  }
}

/**
 * Unpacks one file of a zip: never more than it says, and its checksum must be right.
 * @param write takes each piece; waited for
 * @returns its SHA-256, hexadecimal
 * @throws BadPackage, or what `write` says
 */
export const readZipEntry = async (
  file: FileHandle,
  entry: ZipEntry,
  write: (piece: Uint8Array) => unknown,
): Promise<string> => {
  const hash = createHash("sha256");
  let [crc, unpacked] = [0, 0];
  const packed = packedPieces(file, entry);
  for await (const piece of entry.isDeflated ? inflate(packed, entry) : packed) {
    unpacked += piece.length;
    if (unpacked > entry.unpacked) throw new BadPackage("unsafe", "It is larger than it says.", entry.name);
    crc = crc32(piece, crc);
    hash.update(piece);
    await write(piece);
  }
  if (unpacked !== entry.unpacked) throw new BadPackage("damaged", "It is shorter than it says.", entry.name);
  if (crc !== entry.crc) throw new BadPackage("damaged", "Its checksum is wrong.", entry.name);
  return hash.digest("hex");
};
