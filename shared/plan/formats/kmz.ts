import { Unzip, UnzipInflate, zipSync } from "fflate";
import { BadFile, fileLimits } from "./file-fault.ts";

/** Small, so that a bomb is stopped after some megabytes: deflate makes a thousand of one at most. */
const pieceBytes = 2_048;

/**
 * The first .kml of an archive, unpacked in memory: nothing is written anywhere, whatever its entries are called. Stops at
 * the limit while unpacking, whatever the archive says of its sizes.
 * @throws BadFile where it is none, or too large unpacked
 */
export const unpackKml = (bytes: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = [];
  let unpacked = 0;
  let entries = 0;
  // In an object: the compiler doesn't see that the callbacks change it.
  const kml: { state: "seeking" | "reading" | "read" } = { state: "seeking" };
  const unzip = new Unzip((file) => {
    if (++entries > fileLimits.zipEntries)
      throw new BadFile(`This archive has more than ${fileLimits.zipEntries} entries.`);
    if (kml.state !== "seeking" || !/\.kml$/i.test(file.name)) return;
    kml.state = "reading";
    file.ondata = (error, chunk, final) => {
      // What is thrown below comes back as an error of its own.
      if (error instanceof BadFile) throw error;
      if (error !== null) throw new BadFile(`This archive can't be unpacked: ${error.message}.`);
      unpacked += chunk.length;
      if (unpacked > fileLimits.bytes)
        throw new BadFile("Unpacked, this archive is too large for a plan.", "file-too-large");
      parts.push(chunk);
      if (final) kml.state = "read";
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && kml.state !== "read"; at += pieceBytes)
      unzip.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
  } catch (error) {
    if (error instanceof BadFile) throw error;
    throw new BadFile(
      `This is no archive that can be unpacked: ${error instanceof Error ? error.message : "damaged"}.`,
    );
  }
  if (parts.length === 0) throw new BadFile("There is no .kml in this archive.");
  const whole = new Uint8Array(unpacked);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** @param kml becomes doc.kml, as the KML reference has it */
export const packKml = (kml: Uint8Array): Uint8Array =>
  zipSync({ "doc.kml": kml }, { mtime: "2000-01-01T00:00:00Z", level: 6 });
