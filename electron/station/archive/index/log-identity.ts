import { createHash } from "node:crypto";
import { fstatSync, readSync } from "node:fs";
import type { LogIdentity } from "./index-data.ts";

const sampleLength = 1 << 16;

const hashOf = (fd: number, from: number, to: number): string => {
  const sample = new Uint8Array(to - from);
  let length = 0;
  while (length < sample.length) {
    const read = readSync(fd, sample, length, sample.length - length, from + length);
    if (read === 0) break;
    length += read;
  }
  return createHash("sha256").update(sample.subarray(0, length)).digest("hex");
};

/** @param bytes as if the log were so long; absent: as it is */
export const identify = (fd: number, bytes?: number): LogIdentity => {
  const { size, mtimeMs } = fstatSync(fd);
  const length = bytes ?? size;
  return {
    bytes: length,
    modifiedMs: mtimeMs,
    headHash: hashOf(fd, 0, Math.min(sampleLength, length)),
    tailHash: hashOf(fd, Math.max(0, length - sampleLength), length),
  };
};

/** How a log compares with what was indexed: the same, the same with more behind it, or another. */
export const compareLog = (fd: number, indexed: LogIdentity): "same" | "grown" | "other" => {
  const { size, mtimeMs } = fstatSync(fd);
  if (size < indexed.bytes) return "other";
  if (size === indexed.bytes && mtimeMs !== indexed.modifiedMs) return "other";
  const now = identify(fd, indexed.bytes);
  if (now.headHash !== indexed.headHash || now.tailHash !== indexed.tailHash) return "other";
  return size === indexed.bytes ? "same" : "grown";
};
