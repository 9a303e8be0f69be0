import { existsSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RecordNotice } from "./record.ts";
import { sqliteCode } from "./record-fault.ts";
import { migrate, recordMigrations } from "./record-schema.ts";
import { RecordStore } from "./record-store.ts";

export type OpenDatabaseResult =
  | { readonly ok: true; readonly store: RecordStore; readonly notice?: RecordNotice }
  | { readonly ok: false; readonly detail: string };

/**
 * Opens the database of a record folder, brings an older one up to date and sets a damaged one aside.
 * @returns not ok where a newer Lantern made it
 * @throws what the disk throws
 */
export const openDatabase = (folder: string, fileTime: string): OpenDatabaseResult => {
  const path = join(folder, "lantern.db");
  try {
    return openSound(path);
  } catch (error) {
    if (sqliteCode(error) !== 11 && sqliteCode(error) !== 26) throw error;
    const aside = setAside(path, fileTime);
    const opened = openSound(path);
    if (!opened.ok) return opened;
    const notice: RecordNotice = {
      code: "database-set-aside",
      file: basename(aside),
      detail: `The database ${path} is damaged (${error instanceof Error ? error.message : error}). It was kept as ${basename(aside)} and a new one begun; the telemetry logs are not affected.`,
    };
    return { ...opened, notice };
  }
};

const openSound = (path: string): OpenDatabaseResult => {
  // Another program may look into it, but its lock must not hold up the map for long.
  const database = new DatabaseSync(path, { timeout: 250 });
  try {
    const migrated = migrate(database, recordMigrations);
    if (!migrated.ok) {
      database.close();
      return {
        ok: false,
        detail: `${path} was made by a newer Lantern (version ${migrated.version} of the archive; this one knows up to ${migrated.known}). Use the newer Lantern, or start with --record ANOTHER_FOLDER.`,
      };
    }
    database.exec("PRAGMA journal_mode=WAL");
    const store = new RecordStore(database);
    // Only a crash, of the program or the computer, leaves damage behind.
    if (store.uncleanSessions().length > 0) store.check();
    return { ok: true, store };
  } catch (error) {
    database.close();
    throw error;
  }
};

const setAside = (path: string, fileTime: string): string => {
  let aside = `${path}.damaged-${fileTime}`;
  for (let i = 2; existsSync(aside); i++) aside = `${path}.damaged-${fileTime}-${i}`;
  renameSync(path, aside);
  for (const suffix of ["-wal", "-shm"]) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  return aside;
};
