import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { entryName, openName, sealedName } from "./journal-line.ts";

const decompress = promisify(zstdDecompress);

/** More than any chunk or entry has: what is longer is made to fill the memory. */
const mostBytes = 256 << 20;

const expanded = async (path: string): Promise<string> =>
  (await decompress(await readFile(path), { maxOutputLength: mostBytes })).toString("utf8");

/** Rejects where there is none or it is damaged. */
export const readSealedChunk = (folder: string, chunk: number): Promise<string> =>
  expanded(join(folder, sealedName(chunk)));

/** From a byte on, as far as it is written; the last line may be torn. Rejects where there is none. */
export const readOpenChunk = async (folder: string, chunk: number, fromBytes = 0): Promise<Buffer> => {
  const file = await open(join(folder, openName(chunk)), "r");
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.max(0, size - fromBytes));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, fromBytes);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Rejects where there is none, or another one under its name. */
export const readEntry = async (folder: string, sha256: string): Promise<object> => {
  const json = await expanded(join(folder, entryName(sha256)));
  if (createHash("sha256").update(json).digest("hex") !== sha256)
    throw new Error(`Entry ${sha256} of the journal was changed.`);
  const entry: unknown = JSON.parse(json);
  if (typeof entry !== "object" || entry === null) throw new Error(`Entry ${sha256} of the journal is none.`);
  return entry;
};
