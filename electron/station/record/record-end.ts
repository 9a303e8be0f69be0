import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The latest time that a record holds, UTC ms, without opening it for writing; undefined where there is none, or it can't be read. */
export const recordEndUtcMs = (folder: string): number | undefined => {
  const path = join(folder, "lantern.db");
  if (!existsSync(path)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 250 });
    const row = database
      .prepare("SELECT max(max(seen_utc_ms, coalesce(ended_utc_ms, 0))) AS utc_ms FROM session")
      .get();
    return typeof row?.utc_ms === "number" ? row.utc_ms : undefined;
  } catch {
    // What is wrong with it is found out and told when it is opened.
    return undefined;
  } finally {
    database?.close();
  }
};
