import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { looksLikeTlog } from "../../../../shared/mavlink/tlog.ts";
import type { LogIndex } from "../log-index.ts";
import { FileLogIndex } from "./file-log-index.ts";
import { compareLog } from "./log-identity.ts";
import { type OpenedSideFile, openSideFile, sideFilePaths } from "./side-file.ts";

export interface LogIndexOptions {
  /** Where the side file goes when the log's own folder can't be written; absent: a temporary file, gone when it is closed. */
  readonly cacheFolder?: string;
}

/** Why a file has no index. */
export interface LogIndexFault {
  readonly code: "cannot-read" | "empty";
  /** What is wrong and what to do. */
  readonly detail: string;
}

export type OpenedLogIndex =
  | { readonly ok: true; readonly index: LogIndex }
  | { readonly ok: false; readonly fault: LogIndexFault };

const fault = (code: LogIndexFault["code"], detail: string): OpenedLogIndex => ({ ok: false, fault: { code, detail } });

/** Decides whether the log has stamps. */
const sampleLength = 1 << 16;

/** An index that was made before of this log, or of its beginning. */
const findMade = (fd: number, paths: readonly string[]): OpenedSideFile | undefined => {
  for (const path of paths) {
    const made = openSideFile(path);
    if (made === undefined) continue;
    if (compareLog(fd, made.directory.log) !== "other") return made;
    closeSync(made.fd);
  }
  return undefined;
};

/** Opens the index of a MAVLink log (.tlog or raw byte stream), or begins to make it; it answers from its first block on. */
export const openLogIndex = async (path: string, options: LogIndexOptions = {}): Promise<OpenedLogIndex> => {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
    const stats = fstatSync(fd);
    if (!stats.isFile() || stats.size === 0) {
      closeSync(fd);
      return stats.isFile()
        ? fault("empty", `${path} is empty: nothing was recorded into it. Choose another log.`)
        : fault("cannot-read", `${path} is no file. Choose a .tlog file.`);
    }
    const { cacheFolder } = options;
    const made = findMade(fd, sideFilePaths(path, cacheFolder));
    const sample = new Uint8Array(Math.min(sampleLength, stats.size));
    readSync(fd, sample, 0, sample.length, 0);
    const format = made?.directory.format ?? (looksLikeTlog(sample) ? "tlog" : "raw");
    return { ok: true, index: FileLogIndex.open({ path, fd, format, cacheFolder, made }) };
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    const reason = error instanceof Error ? error.message : String(error);
    return fault("cannot-read", `${path} can't be read (${reason}). Check the path and that you may read it.`);
  }
};
