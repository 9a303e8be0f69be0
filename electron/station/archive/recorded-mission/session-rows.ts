import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { HashChains } from "../../record/hash-chain.ts";
import type { IncidentFile } from "../../record/incident-record.ts";
import { IncidentRows } from "../../record/incident-rows.ts";
import { openReadOnly } from "../../record/open-read-only.ts";
import { type Row, Statements } from "../../record/statements.ts";
import { nameFault } from "../package/file-name.ts";

/** An event of the record as it was kept. */
export interface SessionEvent {
  readonly id: number;
  readonly atMs: number;
  readonly utcMs: number;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the heat sources of a session came to. */
export interface SessionHeat {
  readonly sources: number;
  readonly confirmed: number;
  /** Flat: latDeg, lonDeg, and again; of the first confirmed ones. */
  readonly confirmedPlaces: readonly number[];
}

/** More dots than this are one on a small map. */
const mostPlaces = 50;

/** Rows come out of a file that anybody may have changed. */
const KeptHeat = z.object({
  decision: z.object({ state: z.string() }),
  location: z.object({ position: z.object({ latDeg: z.number(), lonDeg: z.number() }).optional() }),
});

/** What the database of a record says of one session. All calls throw what SQLite throws. */
export class SessionRows {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #incidents: IncidentRows;
  readonly #sessionId: string;

  /** @throws where there is no such database */
  constructor(folder: string, sessionId: string) {
    this.#database = openReadOnly(folder);
    this.#statements = new Statements(this.#database);
    this.#incidents = new IncidentRows(this.#statements, new HashChains(this.#statements));
    this.#sessionId = sessionId;
  }

  /** Undefined where there is no such session. */
  session(): { readonly startedUtcMs: number; readonly endedUtcMs: number | undefined } | undefined {
    const [row] = this.#statements.all("SELECT * FROM session WHERE id = ?", this.#sessionId);
    if (row === undefined) return undefined;
    return {
      startedUtcMs: Number(row.started_utc_ms),
      endedUtcMs: row.ended_utc_ms === null ? undefined : Number(row.ended_utc_ms),
    };
  }

  /** In the order of their keeping, after the one with this id. */
  eventsAfter(id: number): SessionEvent[] {
    return this.#statements
      .all("SELECT * FROM event WHERE session = ? AND id > ? ORDER BY id", this.#sessionId, id)
      .map((row) => ({
        id: Number(row.id),
        atMs: Number(row.at_ms),
        utcMs: Number(row.utc_ms),
        kind: String(row.kind),
        data: dataOf(row),
      }));
  }

  heat(): SessionHeat {
    const rows = this.#statements.all("SELECT json FROM heat WHERE session = ? ORDER BY rowid", this.#sessionId);
    const confirmed = rows
      .map((row) => KeptHeat.safeParse(dataOf(row)).data)
      .filter((kept) => kept?.decision.state === "confirmed");
    const places = confirmed.flatMap((kept) => kept?.location.position ?? []);
    return {
      sources: rows.length,
      confirmed: confirmed.length,
      confirmedPlaces: places.slice(0, mostPlaces).flatMap(({ latDeg, lonDeg }) => [latDeg, lonDeg]),
    };
  }

  /** Relative to the record's folder, in the order of their making. */
  telemetryFiles(): string[] {
    const rows = this.#statements.all(
      "SELECT file FROM telemetry_file WHERE session = ? ORDER BY rowid",
      this.#sessionId,
    );
    // What came from elsewhere may name anything.
    return rows.map((row) => String(row.file)).filter((file) => nameFault(file.replaceAll("\\", "/")) === undefined);
  }

  /** A photo of an incident. */
  file(id: string): IncidentFile | undefined {
    return this.#incidents.file(id);
  }

  close(): void {
    this.#database.close();
  }
}

const dataOf = (row: Row): Readonly<Record<string, unknown>> => {
  try {
    const data: unknown = JSON.parse(String(row.json));
    return typeof data === "object" && data !== null ? { ...data } : {};
  } catch {
    // Somebody changed it: what is damaged tells nothing.
    return {};
  }
};
