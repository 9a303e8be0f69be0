import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { crc32, zstdCompressSync } from "node:zlib";
import { packMission } from "../../electron/station/archive/package/pack-mission.ts";
import { migrate, recordMigrations } from "../../electron/station/record/record-schema.ts";
import { emptyState } from "./station-server.ts";

const startUtcMs = Date.UTC(2026, 10, 20, 20);
const sessionId = "20261120-200000-aaaaaa";

const collections = [
  ...["vehicles", "heat", "links", "alerts", "plans", "operations", "feeds", "landmarks", "things", "whereabouts"],
  "grades",
];

export interface HostileMission {
  /** Done to the database after its session and its events were written. */
  readonly database?: (database: DatabaseSync) => void;
  /** Instead of the database's bytes. */
  readonly databaseBytes?: Uint8Array;
  readonly events?: readonly { readonly kind: string; readonly json: string }[];
  readonly telemetryFiles?: readonly string[];
  /** Lines of the only chunk, without its head; by itself a key frame each second for ten seconds. */
  readonly lines?: readonly string[];
  readonly head?: Readonly<Record<string, unknown>>;
  /** Of the line that lists the chunk; without one the chunk isn't listed. */
  readonly summary?: unknown;
  /** Others beside, by their names in the package. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  readonly name?: string;
}

/** A line with a whole state. @param key replaces parts of it */
export const keyLine = (second: number, key: Readonly<Record<string, unknown>> = {}): string => {
  const { station } = emptyState();
  const empty = Object.fromEntries(collections.map((name) => [name, {}]));
  const at = [second * 1_000, startUtcMs + second * 1_000, 1];
  return JSON.stringify({ at, key: { station, ...empty, ...key }, trails: {} });
};

/** A mission file as a Lantern would have packed it that somebody made to do harm. */
export const hostileMission = async (hostile: HostileMission = {}): Promise<Uint8Array> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-hostile-"));
  const path = join(folder, "lantern.db");
  const database = new DatabaseSync(path);
  migrate(database, recordMigrations);
  database
    .prepare("INSERT INTO session (id, started_utc_ms, seen_utc_ms, ended_utc_ms, end, version) VALUES (?,?,?,?,?,?)")
    .run(sessionId, startUtcMs, startUtcMs + 10_000, startUtcMs + 10_000, "clean", "1.0.0");
  for (const { kind, json } of hostile.events ?? [])
    database
      .prepare("INSERT INTO event (session, n, utc_ms, at_ms, kind, json) VALUES (?, 1, ?, 1000, ?, ?)")
      .run(sessionId, startUtcMs, kind, json);
  for (const file of hostile.telemetryFiles ?? [])
    database
      .prepare("INSERT INTO telemetry_file (file, session, link_id, spec, started_utc_ms, bytes) VALUES (?,?,?,?,?,?)")
      .run(file, sessionId, "link", "udp", startUtcMs, 1);
  hostile.database?.(database);
  database.close();
  const lines = hostile.lines ?? Array.from({ length: 11 }, (_, second) => keyLine(second));
  const head = { journal: 1, session: sessionId, chunk: 1, startMs: 0, startUtcMs, previous: "", ...hostile.head };
  const chunk = zstdCompressSync(Buffer.from(`${[JSON.stringify(head), ...lines].join("\n")}\n`));
  const listing = { chunk: 1, sha256: "", previous: "", bytes: chunk.length, crc32: crc32(chunk) };
  const journal = `journal/${sessionId}`;
  const files: Record<string, Uint8Array | string> = {
    "lantern.db": hostile.databaseBytes ?? readFileSync(path),
    [`${journal}/000001.jsonl.zst`]: chunk,
    ...("summary" in hostile
      ? { [`${journal}/chunks.jsonl`]: `${JSON.stringify({ ...listing, summary: hostile.summary })}\n` }
      : {}),
    ...hostile.files,
  };
  rmSync(folder, { recursive: true });
  const packed = packMission({
    mission: { id: sessionId, name: hostile.name ?? "A mission", kind: "recorded" },
    ...{ version: "1.0.0", createdUtcMs: startUtcMs },
    files: Object.entries(files).map(([name, bytes]) => ({
      name,
      source: async function* () {
        yield Buffer.from(bytes as string);
      },
    })),
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of packed) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** Where its journal lies in the package. */
export const hostileJournal = `journal/${sessionId}`;
/** What a finished chunk says of itself. */
export const soundSummary = {
  ...{ fromMs: 0, toMs: 10_000, lines: 11, vehicles: {}, photos: [], busy: [], holes: [] },
  clock: [{ positionMs: 0, utcMs: startUtcMs, rate: 1 }],
};
