import type { DatabaseSync } from "node:sqlite";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import { eventChain, HashChains, journalChain } from "./hash-chain.ts";
import { IncidentRows } from "./incident-rows.ts";
import type { Belongings, RecordEvent, RecordedSession, StoredEvent, Thumbnail } from "./record.ts";
import { Statements } from "./statements.ts";

/** A session that never said that it ended. */
export interface UncleanSession {
  readonly id: string;
  readonly startedUtcMs: number;
  readonly seenUtcMs: number;
}

/** A log that is about to be made. */
export interface NewTelemetryFile {
  /** Relative to the record's folder. */
  readonly file: string;
  readonly linkId: string;
  readonly spec: string;
  readonly utcMs: number;
}

/** `bytes`: so many were whole at the last checkpoint; `file` is relative to the record's folder. */
export interface StoredTelemetryFile {
  readonly file: string;
  readonly bytes: number;
}

/**
 * The database of a record, with typed rows. All calls are synchronous and throw what SQLite throws, with nothing half done.
 * Commits that must survive a power cut run under synchronous=FULL (one fsync, some milliseconds on a laptop); newest states,
 * which are overwritten soon, under NORMAL.
 */
export class RecordStore {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #chains: HashChains;
  readonly incidents: IncidentRows;

  /** @param database migrated; closed by `close` */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
    this.#chains = new HashChains(this.#statements);
    this.incidents = new IncidentRows(this.#statements, this.#chains);
  }

  /** Runs `work` as one transaction. */
  transaction(durability: "survives-power-cut" | "survives-kill", work: () => void): void {
    this.#database.exec(`PRAGMA synchronous=${durability === "survives-power-cut" ? "FULL" : "NORMAL"}`);
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      // SQLite rolls some failures back by itself.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  beginSession(session: { id: string; startedUtcMs: number; version: string }): void {
    const { id, startedUtcMs, version } = session;
    const [last] = this.#statements.all("SELECT id FROM session ORDER BY rowid DESC LIMIT 1");
    const before = last === undefined ? undefined : this.#chains.get(eventChain(String(last.id)));
    this.#chains.begin(eventChain(id), before?.head ?? "");
    this.#statements.run(
      "INSERT INTO session (id, started_utc_ms, seen_utc_ms, version) VALUES (?, ?, ?, ?)",
      id,
      startedUtcMs,
      startedUtcMs,
      version,
    );
  }

  seen(sessionId: string, utcMs: number): void {
    this.#statements.run("UPDATE session SET seen_utc_ms = ? WHERE id = ?", utcMs, sessionId);
  }

  endSession(sessionId: string, end: "clean" | "recovered", utcMs: number): void {
    this.#statements.run("UPDATE session SET ended_utc_ms = ?, end = ? WHERE id = ?", utcMs, end, sessionId);
  }

  /** Oldest first, as they were begun: a laptop without a clock battery may have stamped them otherwise. */
  uncleanSessions(): UncleanSession[] {
    return this.#statements.all("SELECT * FROM session WHERE end IS NULL ORDER BY rowid").map((row) => ({
      id: String(row.id),
      startedUtcMs: Number(row.started_utc_ms),
      seenUtcMs: Number(row.seen_utc_ms),
    }));
  }

  sessions(): RecordedSession[] {
    const files = new Map<string, string[]>();
    for (const row of this.#statements.all("SELECT session, file FROM telemetry_file ORDER BY rowid")) {
      const known = files.get(String(row.session));
      if (known === undefined) files.set(String(row.session), [String(row.file)]);
      else known.push(String(row.file));
    }
    return this.#statements.all("SELECT * FROM session ORDER BY rowid").map((row) => ({
      id: String(row.id),
      startedUtcMs: Number(row.started_utc_ms),
      ...(row.ended_utc_ms === null ? {} : { endedUtcMs: Number(row.ended_utc_ms) }),
      ...(row.end === "clean" || row.end === "recovered" ? { end: row.end } : {}),
      telemetryFiles: files.get(String(row.id)) ?? [],
    }));
  }

  insertEvent(sessionId: string, event: RecordEvent, json: string): void {
    const columns = [sessionId, event.n ?? null, event.utcMs, event.atMs, event.kind, json] as const;
    const { previous, hash } = this.#chains.append(eventChain(sessionId), columns);
    this.#statements.run(
      "INSERT INTO event (session, n, utc_ms, at_ms, kind, json, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ...columns,
      previous,
      hash,
    );
  }

  /** Events with a number above `afterN`, or all where it is undefined, in the order of their storing. */
  events(range: { sessionId: string | undefined; afterN: number | undefined; limit: number }): StoredEvent[] {
    return this.#statements
      .all(
        `SELECT * FROM event WHERE (?1 IS NULL OR session = ?1) AND (?2 IS NULL OR n > ?2) ORDER BY id LIMIT ?3`,
        range.sessionId ?? null,
        range.afterN ?? null,
        range.limit,
      )
      .map((row) => ({
        sessionId: String(row.session),
        kind: String(row.kind),
        ...(row.n === null ? {} : { n: Number(row.n) }),
        utcMs: Number(row.utc_ms),
        atMs: Number(row.at_ms),
        data: JSON.parse(String(row.json)),
      }));
  }

  eventSummary(sessionId: string): { readonly events: number; readonly lastUtcMs: number | undefined } {
    const [row] = this.#statements.all(
      "SELECT COUNT(*) AS events, MAX(utc_ms) AS last FROM event WHERE session = ?",
      sessionId,
    );
    return { events: Number(row?.events ?? 0), lastUtcMs: typeof row?.last === "number" ? row.last : undefined };
  }

  newestN(): number {
    return Number(this.#statements.all("SELECT MAX(n) AS n FROM event")[0]?.n ?? 0);
  }

  upsert(sessionId: string, { heat, thumbnail, plan, deletedPlanId }: Belongings): void {
    if (plan !== undefined) this.#putPlan(plan);
    if (deletedPlanId !== undefined) this.#statements.run("DELETE FROM plan WHERE id = ?", deletedPlanId);
    if (heat !== undefined)
      this.#statements.run(
        "INSERT INTO heat (session, id, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
        sessionId,
        heat.id,
        JSON.stringify(heat),
      );
    if (thumbnail !== undefined)
      this.#statements.run(
        `INSERT INTO thumbnail (session, heat_id, version, png) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET version = excluded.version, png = excluded.png`,
        sessionId,
        thumbnail.heatId,
        thumbnail.version,
        thumbnail.png,
      );
  }

  /** Its revisions so far stay. */
  #putPlan(view: PlanView): void {
    const json = JSON.stringify(view);
    const { id } = view.plan;
    this.#statements.run(
      "INSERT INTO plan (id, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      id,
      json,
    );
    this.#statements.run("INSERT INTO plan_revision (plan, json) VALUES (?, ?)", id, json);
  }

  /** In the order they were kept. */
  planRevisions(planId: string): string[] {
    const rows = this.#statements.all("SELECT json FROM plan_revision WHERE plan = ? ORDER BY id", planId);
    return rows.map((row) => String(row.json));
  }

  /** The session's journal has so many chunks, and the last of them this hash. */
  setJournal(sessionId: string, chunks: number, sha256: string): void {
    this.#chains.set(journalChain(sessionId), chunks, sha256);
  }

  removeHeat(sessionId: string, heatId: string): void {
    this.#statements.run("DELETE FROM heat WHERE session = ? AND id = ?", sessionId, heatId);
    this.#statements.run("DELETE FROM thumbnail WHERE session = ? AND heat_id = ?", sessionId, heatId);
  }

  heat(sessionId: string): HeatSource[] {
    const rows = this.#statements.all("SELECT json FROM heat WHERE session = ? ORDER BY rowid", sessionId);
    // Written by `upsert` from a HeatSource; a database that others changed is beyond what types can promise.
    return rows.map((row): HeatSource => JSON.parse(String(row.json)));
  }

  plans(): string[] {
    return this.#statements.all("SELECT json FROM plan ORDER BY rowid").map((row) => String(row.json));
  }

  kept(kind: string): ReadonlyMap<string, string> {
    const rows = this.#statements.all("SELECT id, json FROM kept WHERE kind = ? ORDER BY rowid", kind);
    return new Map(rows.map((row) => [String(row.id), String(row.json)]));
  }

  keep(kind: string, id: string, json: string | undefined): void {
    if (json === undefined) this.#statements.run("DELETE FROM kept WHERE kind = ? AND id = ?", kind, id);
    else
      this.#statements.run(
        "INSERT INTO kept (kind, id, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
        kind,
        id,
        json,
      );
  }

  thumbnail(sessionId: string, heatId: string): Thumbnail | undefined {
    const [row] = this.#statements.all("SELECT * FROM thumbnail WHERE session = ? AND heat_id = ?", sessionId, heatId);
    if (row === undefined || !(row.png instanceof Uint8Array)) return undefined;
    return { heatId, version: Number(row.version), png: row.png };
  }

  /** What a crashed session knew becomes what the new one knows, so a second crash loses it neither. */
  takeOver(fromSessionId: string, toSessionId: string): void {
    this.#statements.run(
      "INSERT INTO heat (session, id, json) SELECT ?, id, json FROM heat WHERE session = ? ORDER BY rowid",
      toSessionId,
      fromSessionId,
    );
    this.#statements.run(
      `INSERT INTO thumbnail (session, heat_id, version, png)
       SELECT ?, heat_id, version, png FROM thumbnail WHERE session = ?`,
      toSessionId,
      fromSessionId,
    );
  }

  addTelemetryFile(sessionId: string, added: NewTelemetryFile): void {
    this.#statements.run(
      "INSERT INTO telemetry_file (file, session, link_id, spec, started_utc_ms, bytes) VALUES (?, ?, ?, ?, ?, 0)",
      added.file,
      sessionId,
      added.linkId,
      added.spec,
      added.utcMs,
    );
  }

  /** @param sha256 of the whole log, once nothing more comes */
  setTelemetryBytes(file: string, bytes: number, sha256?: string): void {
    this.#statements.run("UPDATE telemetry_file SET bytes = ?, sha256 = ? WHERE file = ?", bytes, sha256 ?? null, file);
  }

  telemetryFiles(sessionId: string): StoredTelemetryFile[] {
    return this.#statements
      .all("SELECT * FROM telemetry_file WHERE session = ? ORDER BY rowid", sessionId)
      .map((row) => ({
        file: String(row.file),
        bytes: Number(row.bytes),
      }));
  }

  /** @throws where SQLite finds the file inconsistent */
  check(): void {
    const [row] = this.#statements.all("PRAGMA quick_check(1)");
    if (row?.quick_check !== "ok") throw new DamagedDatabaseError(String(row?.quick_check));
  }

  close(): void {
    this.#database.close();
  }
}

/** Has SQLite's own code for a damaged file, so that it is treated like one that SQLite reports. */
class DamagedDatabaseError extends Error {
  readonly errcode = 11;
}
