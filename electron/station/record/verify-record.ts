import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { VerifyAnswer } from "../../../shared/wire/archive.ts";
import { eventColumns, incidentColumns } from "./chain-old-rows.ts";
import { eventChain, HashChains, incidentChain, journalChain, type StoredChain } from "./hash-chain.ts";
import { openReadOnly } from "./open-read-only.ts";
import { type Row, Statements } from "./statements.ts";
import { verifyChain } from "./verify/verify-chains.ts";
import { verifyJournal } from "./verify/verify-journal.ts";
import { type TelemetryCheck, verifyTelemetry } from "./verify/verify-telemetry.ts";

type Checked = VerifyAnswer["checked"][number];

/** What the database says, all of one instant; the files are read after it and can only have grown. */
interface Looked {
  readonly checked: readonly Checked[];
  readonly journals: readonly { readonly sessionId: string; readonly chain: StoredChain | undefined }[];
  readonly telemetry: readonly TelemetryCheck[];
}

/**
 * Checks a record folder, or one session of it with all incidents, without changing anything: the hash chains of its events, its
 * journal's chunks and the frames of its telemetry. It may be being recorded meanwhile.
 */
export const verifyRecord = async (
  folder: string,
  { sessionId }: { readonly sessionId?: string } = {},
): Promise<VerifyAnswer> => {
  if (!existsSync(join(folder, "lantern.db"))) return unreadable("there is no lantern.db");
  let looked: Looked;
  try {
    looked = look(folder, sessionId);
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
  const checked = [...looked.checked];
  for (const journal of looked.journals) {
    const found = await verifyJournal(folder, journal);
    if (found !== undefined) checked.push(found);
  }
  for (const file of looked.telemetry) checked.push(await verifyTelemetry(folder, file));
  return { ok: checked.every(({ ok }) => ok), checked };
};

const unreadable = (reason: string): VerifyAnswer => ({
  ok: false,
  checked: [{ name: "lantern.db", ok: false, records: 0, fault: `The database can't be read: ${reason}.` }],
});

const look = (folder: string, sessionId: string | undefined): Looked => {
  const database = openReadOnly(folder);
  try {
    // One transaction: whatever is being recorded, chains and their rows belong together.
    database.exec("BEGIN");
    return lookAt(database, sessionId);
  } finally {
    database.close();
  }
};

const lookAt = (database: DatabaseSync, only: string | undefined): Looked => {
  const statements = new Statements(database);
  const chains = new HashChains(statements);
  const sessions = statements.all("SELECT * FROM session ORDER BY rowid");
  const wanted = sessions.filter(({ id }) => only === undefined || id === only);
  const hasChains = statements.all("SELECT 1 FROM sqlite_master WHERE name = 'chain'").length > 0;
  const checked: Checked[] = [];
  if (wanted.length === 0)
    checked.push({ name: "sessions", ok: false, records: 0, fault: "There is no such session." });
  if (!hasChains)
    checked.push({ name: "events", ok: false, records: 0, fault: "Made by a Lantern that did not chain its records." });
  const chainOf = (name: string): StoredChain | undefined => (hasChains ? chains.get(name) : undefined);
  for (const session of hasChains ? wanted : []) {
    const before = sessions[sessions.indexOf(session) - 1];
    checked.push(verifyEvents(statements, { id: String(session.id), before: before && String(before.id), chainOf }));
  }
  for (const { incident } of hasChains ? incidentsOf(statements) : [])
    checked.push(verifyIncident(statements, String(incident), chainOf));
  const ids = new Set(wanted.map(({ id }) => String(id)));
  const telemetry = statements
    .all("SELECT * FROM telemetry_file ORDER BY rowid")
    .filter((row) => ids.has(String(row.session)));
  return {
    checked,
    journals: [...ids].map((sessionId) => ({ sessionId, chain: chainOf(journalChain(sessionId)) })),
    telemetry: telemetry.map((row) => ({
      file: String(row.file),
      bytes: Number(row.bytes),
      ...(typeof row.sha256 === "string" ? { sha256: row.sha256 } : {}),
      ended: sessions.some(({ id, ended_utc_ms }) => id === row.session && ended_utc_ms !== null),
    })),
  };
};

/** Those with events, and those that had some. */
const incidentsOf = (statements: Statements): readonly Row[] =>
  statements.all(
    `SELECT incident FROM incident_event
     UNION SELECT substr(name, length('incident/') + 1) FROM chain WHERE name LIKE 'incident/%'`,
  );

const noChain = (name: string): Checked => ({ name, ok: false, records: 0, fault: "Its chain is gone." });

const verifyEvents = (
  statements: Statements,
  asked: {
    readonly id: string;
    readonly before: string | undefined;
    readonly chainOf: (name: string) => StoredChain | undefined;
  },
): Checked => {
  const { id, before, chainOf } = asked;
  const name = `events ${id}`;
  const chain = chainOf(eventChain(id));
  if (chain === undefined) return noChain(name);
  const found = verifyChain({
    ...{ name, chain, columnsOf: eventColumns },
    rows: pages((after) =>
      statements.all("SELECT * FROM event WHERE session = ? AND id > ? ORDER BY id LIMIT 2000", id, after),
    ),
    wordsOf: (row) => `Event ${row.id} (${row.kind}, ${stampOf(row.utc_ms)})`,
  });
  const ended = before === undefined ? undefined : chainOf(eventChain(before));
  // In an exported session what it followed on isn't there.
  if (!found.ok || ended === undefined || ended.head === chain.start) return found;
  return { ...found, ok: false, fault: `Its first event does not follow on the end of session ${before}.` };
};

const verifyIncident = (
  statements: Statements,
  id: string,
  chainOf: (name: string) => StoredChain | undefined,
): Checked => {
  const name = `incident ${id}`;
  const chain = chainOf(incidentChain(id));
  if (chain === undefined) return noChain(name);
  return verifyChain({
    ...{ name, chain, columnsOf: incidentColumns },
    rows: pages((after) =>
      statements.all(
        "SELECT rowid AS id_, * FROM incident_event WHERE incident = ? AND rowid > ? ORDER BY rowid LIMIT 2000",
        id,
        after,
      ),
    ),
    wordsOf: (row) => `Incident event ${row.id}`,
  });
};

/** Rows a page at a time: a record may have very many. */
function* pages(read: (after: number) => Row[]): Iterable<Row> {
  for (let after = 0; ; ) {
    const rows = read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = Number(last.id_ ?? last.id);
  }
}

const stampOf = (utcMs: Row[string] | undefined): string => {
  const date = new Date(Number(utcMs));
  return Number.isNaN(date.getTime()) ? String(utcMs) : date.toISOString();
};
