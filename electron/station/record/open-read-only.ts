import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** Opens the database of a record to read, also where nothing can be written, or while it is being written. @throws what SQLite says */
export const openReadOnly = (folder: string): DatabaseSync => {
  const path = join(folder, "lantern.db");
  const sound = (database: DatabaseSync): DatabaseSync => {
    try {
      database.prepare("SELECT COUNT(*) FROM session").get();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  };
  try {
    return sound(new DatabaseSync(path, { readOnly: true, timeout: 250 }));
  } catch (error) {
    // On a medium that takes nothing SQLite can't make the file by which readers agree: then nobody writes either.
    const url = pathToFileURL(path);
    url.searchParams.set("immutable", "1");
    try {
      return sound(new DatabaseSync(url, { readOnly: true }));
    } catch {
      throw error;
    }
  }
};
