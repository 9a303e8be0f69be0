import type { DatabaseSync } from "node:sqlite";
import { eventChain, HashChains, incidentChain } from "./hash-chain.ts";
import { type Row, Statements } from "./statements.ts";

/** Chains what was written before there were chains; each chain says how many of its rows that were. */
export const chainOldRows = (database: DatabaseSync): void => {
  const statements = new Statements(database);
  const chains = new HashChains(statements);
  const chained = new Set<string>();
  let head = "";
  for (const { id } of statements.all("SELECT id FROM session ORDER BY rowid")) {
    const name = eventChain(String(id));
    chains.begin(name, head);
    for (const row of statements.all("SELECT * FROM event WHERE session = ? ORDER BY id", String(id))) {
      const { hash, previous } = chains.append(name, eventColumns(row));
      statements.run("UPDATE event SET previous = ?, hash = ? WHERE id = ?", previous, hash, Number(row.id));
      head = hash;
    }
    chained.add(name);
  }
  for (const row of statements.all("SELECT rowid AS row, * FROM incident_event ORDER BY rowid")) {
    const name = incidentChain(String(row.incident));
    const { hash, previous } = chains.append(name, incidentColumns(row));
    statements.run("UPDATE incident_event SET previous = ?, hash = ? WHERE rowid = ?", previous, hash, Number(row.row));
    chained.add(name);
  }
  for (const name of chained) chains.setLate(name);
};

const numberOrNull = (value: Row[string] | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** What is hashed of a row of the table `event`. */
export const eventColumns = (row: Row): (string | number | null)[] => [
  String(row.session),
  numberOrNull(row.n),
  Number(row.utc_ms),
  Number(row.at_ms),
  String(row.kind),
  String(row.json),
];

/** What is hashed of a row of the table `incident_event`. */
export const incidentColumns = (row: Row): string[] => [String(row.incident), String(row.id), String(row.json)];
