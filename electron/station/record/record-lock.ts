import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteCode } from "./record-fault.ts";

/** Held for as long as the station records; the operating system lets go of it when the process dies, however it dies. */
export interface RecordLock {
  release(): void;
}

export type LockResult =
  | { readonly ok: true; readonly lock: RecordLock }
  | { readonly ok: false; readonly detail: string };

/**
 * Takes the folder for one station, by SQLite's exclusive file lock on an empty database: no process id that could go stale.
 * @throws what the disk throws
 */
export const lockRecord = (folder: string, nowUtcMs: number): LockResult => {
  const holderFile = join(folder, "lantern.lock.json");
  const database = new DatabaseSync(join(folder, "lantern.lock"), { timeout: 0 });
  try {
    // No journal file: nothing is ever written into it.
    database.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (sqliteCode(error) !== 5 && sqliteCode(error) !== 6) throw error;
    return {
      ok: false,
      detail: `Another Lantern${holder(holderFile)} records into ${folder}. Close it, or start this one with --record ANOTHER_FOLDER.`,
    };
  }
  try {
    // Only for the words above.
    writeFileSync(holderFile, JSON.stringify({ pid: process.pid, sinceUtc: new Date(nowUtcMs).toISOString() }));
  } catch {
    // A full disk must not keep us from holding the lock.
  }
  return {
    ok: true,
    lock: {
      release() {
        rmSync(holderFile, { force: true });
        database.close();
      },
    },
  };
};

const holder = (file: string): string => {
  try {
    const found: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof found !== "object" || found === null || !("pid" in found) || !("sinceUtc" in found)) return "";
    return ` (process ${String(found.pid)}, since ${String(found.sinceUtc)})`;
  } catch {
    return "";
  }
};
