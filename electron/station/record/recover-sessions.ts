import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { RecordNotice, Recovered, RecoveredFile } from "./record.ts";
import type { RecordStore, StoredTelemetryFile, UncleanSession } from "./record-store.ts";
import { recoverTelemetry } from "./recover-telemetry.ts";

export interface RecoveryOptions {
  readonly folder: string;
  readonly store: RecordStore;
  readonly session: { readonly id: string; readonly startedUtcMs: number; readonly version: string };
  /** The database is a new one in the place of a damaged one: every log in the folder may have been underway. */
  readonly checkAllLogs: boolean;
}

export interface Recovery {
  readonly recovered: Recovered | undefined;
  readonly notices: readonly RecordNotice[];
}

/**
 * Begins a session, and first puts in order what crashed ones left: cuts their logs at the last whole record and takes their
 * newest states over. All of it can be done again should this be interrupted too.
 * @throws what SQLite throws
 */
export const beginAfterRecovery = ({ folder, store, session, checkAllLogs }: RecoveryOptions): Recovery => {
  const notices: RecordNotice[] = [];
  const unclean = store.uncleanSessions();
  const cut = (files: readonly StoredTelemetryFile[]): RecoveredFile[] => recoverFiles(folder, files, notices);
  const filesOf = new Map(unclean.map(({ id }) => [id, cut(store.telemetryFiles(id))]));
  if (checkAllLogs) cut(logsIn(folder));
  const last = unclean.at(-1);
  store.transaction("survives-power-cut", () => {
    for (const { id, seenUtcMs } of unclean) {
      for (const { file, bytesKept } of filesOf.get(id) ?? []) store.setTelemetryBytes(file, bytesKept);
      store.endSession(id, "recovered", seenUtcMs);
    }
    store.beginSession(session);
    if (last !== undefined) store.takeOver(last.id, session.id);
  });
  const recovered = last && describe(store, last, filesOf.get(last.id) ?? []);
  return { recovered, notices };
};

const describe = (store: RecordStore, session: UncleanSession, telemetryFiles: readonly RecoveredFile[]): Recovered => {
  const { events, lastUtcMs } = store.eventSummary(session.id);
  return {
    sessionId: session.id,
    startedUtcMs: session.startedUtcMs,
    lastEventUtcMs: lastUtcMs ?? session.startedUtcMs,
    lastSeenUtcMs: session.seenUtcMs,
    events,
    heat: store.heat(session.id),
    telemetryFiles,
  };
};

const recoverFiles = (
  folder: string,
  files: readonly StoredTelemetryFile[],
  notices: RecordNotice[],
): RecoveredFile[] => {
  const recovered: RecoveredFile[] = [];
  for (const { file, bytes } of files) {
    try {
      recovered.push({ file, ...recoverTelemetry(join(folder, file), bytes) });
    } catch (error) {
      // Registered, but the crash came before the file was made, or somebody moved it away.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") continue;
      const detail = `${file} could not be checked after the crash (${error instanceof Error ? error.message : error}); its end may be cut.`;
      notices.push({ code: "telemetry-not-checked", file, detail });
    }
  }
  return recovered;
};

const logsIn = (folder: string): StoredTelemetryFile[] => {
  const names = readdirSync(join(folder, "telemetry")).filter((name) => name.endsWith(".tlog"));
  return names.map((name) => ({ file: `telemetry/${name}`, bytes: 0 }));
};
