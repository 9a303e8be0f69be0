import { stat } from "node:fs/promises";
import type { LogIndex } from "../log-index.ts";
import { SlowLogIndex } from "./slow-log-index.ts";

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

/** Opens the index of a MAVLink log (.tlog or raw byte stream), or begins to make it; it answers from its first block on. */
export const openLogIndex = async (path: string, _options: LogIndexOptions = {}): Promise<OpenedLogIndex> => {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return fault("cannot-read", `${path} is no file. Choose a .tlog file.`);
    if (stats.size === 0) return fault("empty", `${path} is empty: nothing was recorded into it. Choose another log.`);
    return { ok: true, index: await SlowLogIndex.open(path) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fault("cannot-read", `${path} can't be read (${reason}). Check the path and that you may read it.`);
  }
};
