import { type HashChains, incidentChain } from "./hash-chain.ts";
import {
  type IncidentFile,
  type IncidentLook,
  type IncidentRow,
  noIncident,
  type TrackPoint,
} from "./incident-record.ts";
import type { Row, Statements } from "./statements.ts";

/** Under this kind and id of the kept things stands which incident is shown. */
const shown = ["incident-shown", "incident"] as const;

const isSource = (value: unknown): value is NonNullable<TrackPoint["source"]> =>
  value === "phone" || value === "radio" || value === "simulated";

const trackPoint = (row: Row): TrackPoint => ({
  who: String(row.who),
  utcMs: Number(row.utc_ms),
  latDeg: Number(row.lat_deg),
  lonDeg: Number(row.lon_deg),
  ...(row.sigma_m === null ? {} : { sigmaM: Number(row.sigma_m) }),
  ...(isSource(row.source) ? { source: row.source } : {}),
});

/** The incidents in a record's database. All calls throw what SQLite throws; what writes runs inside a transaction. */
export class IncidentRows {
  readonly #statements: Statements;
  readonly #chains: HashChains;

  constructor(statements: Statements, chains: HashChains) {
    this.#statements = statements;
    this.#chains = chains;
  }

  /** An event that is there already stays as it is. */
  insert({ id, incidentId, json }: IncidentRow): void {
    const known = this.#statements.all("SELECT 1 FROM incident_event WHERE incident = ? AND id = ?", incidentId, id);
    if (known.length > 0) return;
    const columns = [incidentId, id, json] as const;
    const { previous, hash } = this.#chains.append(incidentChain(incidentId), columns);
    this.#statements.run(
      "INSERT INTO incident_event (incident, id, json, previous, hash) VALUES (?, ?, ?, ?, ?)",
      ...columns,
      previous,
      hash,
    );
  }

  events(incidentId: string): string[] {
    const rows = this.#statements.all("SELECT json FROM incident_event WHERE incident = ? ORDER BY rowid", incidentId);
    return rows.map((row) => String(row.json));
  }

  ids(): string[] {
    const rows = this.#statements.all("SELECT incident FROM incident_event GROUP BY incident ORDER BY MIN(rowid)");
    return rows.map((row) => String(row.incident));
  }

  show(incidentId: string): void {
    this.#statements.run(
      "INSERT INTO kept (kind, id, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json",
      ...shown,
      JSON.stringify(incidentId),
    );
  }

  shownId(): string | undefined {
    const [row] = this.#statements.all("SELECT json FROM kept WHERE kind = ? AND id = ?", ...shown);
    const id: unknown = row === undefined ? undefined : JSON.parse(String(row.json));
    return typeof id === "string" ? id : undefined;
  }

  insertTrack(incidentId: string, { who, utcMs, latDeg, lonDeg, sigmaM, source }: TrackPoint): void {
    this.#statements.run(
      "INSERT INTO incident_track (incident, who, utc_ms, lat_deg, lon_deg, sigma_m, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
      incidentId,
      who,
      utcMs,
      latDeg,
      lonDeg,
      sigmaM ?? null,
      source ?? null,
    );
  }

  tracks(incidentId: string): TrackPoint[] {
    return this.#statements
      .all("SELECT * FROM incident_track WHERE incident = ? ORDER BY who, utc_ms, rowid", incidentId)
      .map(trackPoint);
  }

  /** The newest point of everybody. */
  lastPoints(incidentId: string): TrackPoint[] {
    return this.#statements
      .all("SELECT *, MAX(utc_ms) FROM incident_track WHERE incident = ? GROUP BY who", incidentId)
      .map(trackPoint);
  }

  insertLook(incidentId: string, { utcMs, data }: IncidentLook): void {
    this.#statements.run(
      "INSERT INTO incident_look (incident, utc_ms, data) VALUES (?, ?, ?)",
      incidentId,
      utcMs,
      data,
    );
  }

  looks(incidentId: string): IncidentLook[] {
    return this.#statements
      .all("SELECT utc_ms, data FROM incident_look WHERE incident = ? ORDER BY rowid", incidentId)
      .flatMap(({ utc_ms, data }) => (data instanceof Uint8Array ? [{ utcMs: Number(utc_ms), data }] : []));
  }

  putFile({ id, incidentId, name, type, bytes }: IncidentFile): void {
    this.#statements.run(
      `INSERT INTO incident_file (id, incident, name, type, bytes) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET name = excluded.name, type = excluded.type, bytes = excluded.bytes`,
      id,
      incidentId,
      name,
      type,
      bytes,
    );
  }

  adoptFile(incidentId: string, id: string): void {
    this.#statements.run(
      "UPDATE incident_file SET incident = ? WHERE id = ? AND incident = ?",
      incidentId,
      id,
      noIncident,
    );
  }

  file(id: string): IncidentFile | undefined {
    const [row] = this.#statements.all("SELECT * FROM incident_file WHERE id = ?", id);
    if (row === undefined || !(row.bytes instanceof Uint8Array)) return undefined;
    const { incident, name, type, bytes } = row;
    return { id, incidentId: String(incident), name: String(name), type: String(type), bytes };
  }
}
