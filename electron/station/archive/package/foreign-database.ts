import { DatabaseSync } from "node:sqlite";
import { nameFault } from "./file-name.ts";
import { BadPackage } from "./package-limits.ts";

/** More than weeks of searching bring: what is larger is made to fill the memory. */
const mostRows = 1_000_000;
const mostTextBytes = 256 << 20;
/** Of these tables all texts of a session are read at once. */
const readWhole = ["event", "heat"] as const;

const databaseName = "lantern.db";

/**
 * Looks at a database that somebody else made before anything of it is used: SQLite itself does what a view, a trigger or a
 * computed column says, and what it calls telemetry is opened as files of the mission.
 * @param path of the database
 * @throws BadPackage where it is no record of a Lantern
 */
export const checkForeignDatabase = (path: string): void => {
  const unsafe = (what: string) => new BadPackage("unsafe", what, databaseName);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, allowExtension: false });
    for (const { name, type, sql } of database.prepare("SELECT name, type, sql FROM sqlite_schema").all()) {
      const isPlain = type === "table" || (type === "index" && (sql === null || !/\(.*\(/s.test(String(sql))));
      if (!isPlain || /\bvirtual\b|\bgenerated\b|\bas\s*\(/i.test(String(sql ?? "")))
        throw unsafe(`Its ${String(name).slice(0, 80)} is no plain table.`);
    }
    for (const table of readWhole) {
      const row = database.prepare(`SELECT COUNT(*) AS rows, SUM(octet_length(json)) AS bytes FROM ${table}`).get();
      if (Number(row?.rows) > mostRows || Number(row?.bytes) > mostTextBytes)
        throw new BadPackage("too-large", `It has more rows of ${table} than can be.`, databaseName);
    }
    for (const { file } of database.prepare("SELECT file FROM telemetry_file LIMIT 100000").iterate())
      if (nameFault(String(file).replaceAll("\\", "/")) !== undefined)
        throw unsafe("It names telemetry that lies outside of the mission.");
  } catch (error) {
    if (error instanceof BadPackage) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadPackage("damaged", `It can't be read: ${reason}.`, databaseName);
  } finally {
    database?.close();
  }
};
