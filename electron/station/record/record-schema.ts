import type { DatabaseSync } from "node:sqlite";
import { chainOldRows } from "./chain-old-rows.ts";

type Migration = string | ((database: DatabaseSync) => void);

/** One step each: what makes a database of version i into one of version i + 1. Never change one that was released. */
export const recordMigrations: readonly Migration[] = [
  `CREATE TABLE session (
     id TEXT PRIMARY KEY,
     started_utc_ms REAL NOT NULL,
     seen_utc_ms REAL NOT NULL,
     ended_utc_ms REAL,
     end TEXT CHECK (end IN ('clean', 'recovered')),
     version TEXT NOT NULL
   ) STRICT;
   CREATE TABLE event (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     session TEXT NOT NULL REFERENCES session (id),
     n INTEGER,
     utc_ms REAL NOT NULL,
     at_ms REAL NOT NULL,
     kind TEXT NOT NULL,
     json TEXT NOT NULL
   ) STRICT;
   CREATE INDEX event_by_session ON event (session, id);
   CREATE INDEX event_by_n ON event (n);
   CREATE TABLE heat (
     session TEXT NOT NULL REFERENCES session (id),
     id TEXT NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (session, id)
   ) STRICT;
   CREATE TABLE thumbnail (
     session TEXT NOT NULL REFERENCES session (id),
     heat_id TEXT NOT NULL,
     version INTEGER NOT NULL,
     png BLOB NOT NULL,
     PRIMARY KEY (session, heat_id)
   ) STRICT;
   CREATE TABLE telemetry_file (
     file TEXT PRIMARY KEY,
     session TEXT NOT NULL REFERENCES session (id),
     link_id TEXT NOT NULL,
     spec TEXT NOT NULL,
     started_utc_ms REAL NOT NULL,
     bytes INTEGER NOT NULL
   ) STRICT;`,
  // Plans belong to the record, not to one session of it.
  `CREATE TABLE plan (
     id TEXT PRIMARY KEY,
     json TEXT NOT NULL
   ) STRICT;`,
  // What people set up once: typed feeds, landmarks, corrections, terrain. Of the record, too, not of one session.
  `CREATE TABLE kept (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT;`,
  // Incidents: their logs of events, where everybody went, what cameras and people looked at, photos and other files.
  `CREATE TABLE incident_event (
     incident TEXT NOT NULL,
     id TEXT NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (incident, id)
   ) STRICT;
   CREATE TABLE incident_track (
     incident TEXT NOT NULL,
     who TEXT NOT NULL,
     utc_ms REAL NOT NULL,
     lat_deg REAL NOT NULL,
     lon_deg REAL NOT NULL,
     sigma_m REAL
   ) STRICT;
   CREATE INDEX incident_track_by_who ON incident_track (incident, who, utc_ms);
   CREATE TABLE incident_look (
     incident TEXT NOT NULL,
     utc_ms REAL NOT NULL,
     data BLOB NOT NULL
   ) STRICT;
   CREATE INDEX incident_look_by_incident ON incident_look (incident);
   CREATE TABLE incident_file (
     id TEXT PRIMARY KEY,
     incident TEXT NOT NULL,
     name TEXT NOT NULL,
     type TEXT NOT NULL,
     bytes BLOB NOT NULL
   ) STRICT;`,
  // Who said where somebody was: their phone, the radio, a simulation.
  "ALTER TABLE incident_track ADD COLUMN source TEXT",
  // Events carry the hash of the one before. Every revision of a plan stays, whatever becomes of the plan.
  `ALTER TABLE event ADD COLUMN previous TEXT;
   ALTER TABLE event ADD COLUMN hash TEXT;
   ALTER TABLE incident_event ADD COLUMN previous TEXT;
   ALTER TABLE incident_event ADD COLUMN hash TEXT;
   CREATE TABLE chain (
     name TEXT PRIMARY KEY,
     start TEXT NOT NULL,
     head TEXT NOT NULL,
     rows INTEGER NOT NULL,
     late_rows INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE plan_revision (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     plan TEXT NOT NULL,
     json TEXT NOT NULL
   ) STRICT;
   CREATE INDEX plan_revision_by_plan ON plan_revision (plan, id);
   INSERT INTO plan_revision (plan, json) SELECT id, json FROM plan ORDER BY rowid;`,
  chainOldRows,
  // Of logs that were closed: a stamp has no checksum of its own.
  "ALTER TABLE telemetry_file ADD COLUMN sha256 TEXT",
];

/** Versions of the schema; not ok where the database is newer than this program. */
export type MigrationResult =
  | { readonly ok: true; readonly from: number; readonly to: number }
  | { readonly ok: false; readonly version: number; readonly known: number };

/**
 * Brings a database up to the newest version in one transaction; one that a newer program made is left untouched.
 * @throws what SQLite throws; then nothing was changed
 */
export const migrate = (database: DatabaseSync, migrations: readonly Migration[]): MigrationResult => {
  const row = database.prepare("PRAGMA user_version").get();
  const version = Number(row?.user_version ?? 0);
  const known = migrations.length;
  if (version > known) return { ok: false, version, known };
  if (version < known) {
    database.exec("BEGIN IMMEDIATE");
    try {
      for (const step of migrations.slice(version)) {
        if (typeof step === "string") database.exec(step);
        else step(database);
      }
      database.exec(`PRAGMA user_version = ${known}`);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
  return { ok: true, from: version, to: known };
};
