import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { openReadOnly } from "./open-read-only.ts";
import { migrate, recordMigrations } from "./record-schema.ts";
import { Statements } from "./statements.ts";

/** What of each table belongs to one session; `?` is its id. Links with rights, and what was set up for the station, stay behind. */
const ofSession: Readonly<Record<string, string>> = {
  session: "id = ?",
  event: "session = ?",
  heat: "session = ?",
  thumbnail: "session = ?",
  telemetry_file: "session = ?",
};

/** Of an incident that the session took part in. */
const ofIncident = ["incident_event", "incident_track", "incident_look", "incident_file"] as const;

/**
 * Writes a database that holds one session of a record and the incidents that it took part in, with their chains of hashes as they
 * are; the record may be being written meanwhile.
 * @param out must not be there
 * @returns the incidents' ids
 * @throws what SQLite throws
 */
export const writeSessionSlice = (folder: string, sessionId: string, out: string): readonly string[] => {
  const source = openReadOnly(folder);
  const target = new DatabaseSync(out);
  try {
    migrate(target, recordMigrations);
    const from = new Statements(source);
    const to = new Statements(target);
    // All of one instant.
    source.exec("BEGIN");
    target.exec("BEGIN");
    const copy = (table: string, where: string, ...values: readonly SQLInputValue[]) => {
      for (const row of from.all(`SELECT * FROM ${table} WHERE ${where} ORDER BY rowid`, ...values)) {
        const columns = Object.keys(row);
        const places = columns.map(() => "?").join(", ");
        to.run(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`, ...Object.values(row));
      }
    };
    for (const [table, where] of Object.entries(ofSession)) copy(table, where, sessionId);
    const incidents = from
      .all("SELECT DISTINCT incident FROM incident_event WHERE json_extract(json, '$.stationId') = ?", sessionId)
      .map((row) => String(row.incident));
    for (const id of incidents) for (const table of ofIncident) copy(table, "incident = ?", id);
    const chains = [`event/${sessionId}`, `journal/${sessionId}`, ...incidents.map((id) => `incident/${id}`)];
    for (const name of chains) copy("chain", "name = ?", name);
    target.exec("COMMIT");
    source.exec("ROLLBACK");
    return incidents;
  } finally {
    source.close();
    target.close();
  }
};
