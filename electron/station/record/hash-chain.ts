import { createHash } from "node:crypto";
import type { Statements } from "./statements.ts";

/**
 * Chains of records: each carries the hash of the one before it, so that a record that was changed, taken out, put in or moved is
 * noticed. The table `chain` knows where each ends, so that a shorter one is noticed, too.
 *
 * A record's hash is the SHA-256, in hex, of the JSON text (as JSON.stringify writes it, UTF-8) of the array of the hash before it
 * and the record's columns. The first record of a chain follows on the chain's `start`.
 */
export interface ChainLink {
  readonly previous: string;
  readonly hash: string;
}

/** The columns of a record in the order of their hashing. */
export type ChainedColumns = readonly (string | number | null)[];

export const linkAfter = (previous: string, columns: ChainedColumns): ChainLink => ({
  previous,
  hash: createHash("sha256")
    .update(JSON.stringify([previous, ...columns]))
    .digest("hex"),
});

/** Events of a session: session, n, utc_ms, at_ms, kind, json. */
export const eventChain = (sessionId: string): string => `event/${sessionId}`;
/** Events of an incident: incident, id, json. */
export const incidentChain = (incidentId: string): string => `incident/${incidentId}`;
/** Chunks of a session's journal; their hashes are the chunks' own. */
export const journalChain = (sessionId: string): string => `journal/${sessionId}`;

/** A chain as the database knows it. */
export interface StoredChain {
  readonly name: string;
  /** What its first record follows on: the end of the session before; "" for nothing. */
  readonly start: string;
  readonly head: string;
  readonly rows: number;
  /** So many of the first rows were written by a program that did not chain, and chained later. */
  readonly lateRows: number;
}

/** The chains of a database. All calls run inside a transaction that writes what they chain. */
export class HashChains {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  get(name: string): StoredChain | undefined {
    const [row] = this.#statements.all("SELECT * FROM chain WHERE name = ?", name);
    if (row === undefined) return undefined;
    return {
      name,
      start: String(row.start),
      head: String(row.head),
      rows: Number(row.rows),
      lateRows: Number(row.late_rows),
    };
  }

  begin(name: string, start: string): void {
    this.#statements.run(
      "INSERT INTO chain (name, start, head, rows, late_rows) VALUES (?, ?, ?, 0, 0)",
      name,
      start,
      start,
    );
  }

  /** A chain that isn't there begins with nothing before it. */
  append(name: string, columns: ChainedColumns): ChainLink {
    const known = this.get(name);
    if (known === undefined) this.begin(name, "");
    const link = linkAfter(known?.head ?? "", columns);
    this.#statements.run("UPDATE chain SET head = ?, rows = rows + 1 WHERE name = ?", link.hash, name);
    return link;
  }

  /** A chain whose records lie elsewhere. */
  set(name: string, rows: number, head: string): void {
    this.#statements.run(
      `INSERT INTO chain (name, start, head, rows, late_rows) VALUES (?, '', ?, ?, 0)
       ON CONFLICT DO UPDATE SET head = excluded.head, rows = excluded.rows`,
      name,
      head,
      rows,
    );
  }

  /** Of rows that were just chained. */
  setLate(name: string): void {
    this.#statements.run("UPDATE chain SET late_rows = rows WHERE name = ?", name);
  }
}
