import { statfsSync } from "node:fs";
import type { RecordFault } from "./record.ts";

const hasProperty = <K extends string>(value: unknown, key: K): value is { [P in K]: unknown } =>
  typeof value === "object" && value !== null && key in value;

/** SQLite's primary result code (13 for SQLITE_FULL), or undefined where the error isn't SQLite's. */
export const sqliteCode = (error: unknown): number | undefined =>
  hasProperty(error, "errcode") && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;

const systemCode = (error: unknown): string =>
  hasProperty(error, "code") && typeof error.code === "string" ? error.code : "";

/** Less than this is full: SQLite reports some of a full disk as plain I/O errors. */
const fullBelowBytes = 256 * 1024;

const isFull = (folder: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < fullBelowBytes;
  } catch {
    return false;
  }
};

/** Says in words what went wrong with a write, and what to do. */
export const recordFault = (error: unknown, folder: string): RecordFault => {
  const text = error instanceof Error ? error.message : String(error);
  const sqlite = sqliteCode(error);
  const system = systemCode(error);
  if (sqlite === 13 || system === "ENOSPC" || system === "EDQUOT" || isFull(folder))
    return {
      code: "disk-full",
      detail: `The disk of ${folder} is full. Delete or move files there; recording goes on by itself as soon as there is room.`,
    };
  if (sqlite === 11 || sqlite === 26)
    return {
      code: "damaged",
      detail: `The database in ${folder} is damaged (${text}). Restart Lantern: it sets the database aside and begins a new one.`,
    };
  if (sqlite === 8 || system === "EACCES" || system === "EPERM" || system === "EROFS")
    return {
      code: "permission-denied",
      detail: `Lantern may not write to ${folder}. Make it writable, or start with --record ANOTHER_FOLDER.`,
    };
  return {
    code: "io-error",
    detail: `Writing to ${folder} failed (${text}). Check that its disk is connected and sound; it is tried again every few seconds.`,
  };
};
