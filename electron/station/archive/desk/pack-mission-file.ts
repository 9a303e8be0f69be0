import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { writeSessionSlice } from "../../record/session-slice.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import { exportLog } from "../export/export-log.ts";
import type { Manifest } from "../package/manifest.ts";
import { type FolderLog, type MissionFolder, missionFileName } from "../package/mission-folder.ts";
import { type PackedFile, packMission } from "../package/pack-mission.ts";
import { folderFiles, sessionFiles } from "../package/session-files.ts";
import type { MissionBook } from "../shelves/mission-book.ts";
import type { ExportedFile, FileFault } from "./mission-files.ts";

export interface PackOptions {
  /** The record's. */
  readonly folder: string;
  readonly book: MissionBook;
  readonly version: string;
  readonly utcMs: () => number;
  /** Says how far anonymised places move; chance. */
  readonly seed: () => string;
}

type Packed = ({ readonly ok: true } & ExportedFile) | FileFault;

/** Packs a mission as one file that another Lantern opens whole; or its telemetry alone, telling neither where nor who. */
export const missionPacker =
  ({ folder, book, version, utcMs, seed }: PackOptions) =>
  async (
    mission: ArchivedMission,
    asked: { readonly name: string; readonly anonymised: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<Packed> => {
    const work = await mkdtemp(join(await made(join(folder, "cache")), "pack-"));
    const drop = () => rm(work, { recursive: true, force: true });
    try {
      const files = asked.anonymised
        ? await anonymisedFiles(mission, { work, seed: seed(), createdUtcMs: utcMs(), signal: asked.signal })
        : await filesOf(mission, { folder, work, book });
      const stream = Readable.from(
        packMission({
          mission: manifestOf(mission, { ...asked, called: book.name(mission.id) }),
          version,
          createdUtcMs: utcMs(),
          files,
        }),
      );
      stream.once("close", () => void drop());
      const name = asked.anonymised ? "anonymised-mission" : asked.name;
      return { ok: true, name: `${name}.lantern`, type: "application/zip", stream };
    } catch (error) {
      await drop();
      const detail = `It can't be packed: ${error instanceof Error ? error.message : String(error)}`;
      return { ok: false, fault: { code: "not-possible", detail } };
    }
  };

const made = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  return folder;
};

const anonymous = { id: "anonymised", name: "Anonymised mission" } as const;

const manifestOf = (
  { id, summary, durationMs }: ArchivedMission,
  asked: { readonly name: string; readonly anonymised: boolean; readonly called: string | undefined },
): Manifest["mission"] => {
  const { name, anonymised, called = summary.name } = asked;
  if (anonymised) return { ...anonymous, kind: "log", anonymised: true };
  return {
    id,
    // As its list has it: somebody's name for it, else its search's.
    name: [called, ...summary.incidents].find((known) => known.trim() !== "") ?? name,
    kind: summary.kind,
    ...(summary.startUtcMs === undefined ? {} : { startUtcMs: summary.startUtcMs }),
    durationMs,
    vehicles: summary.vehicles.map((vehicle) => vehicle.name),
    incidents: [...summary.incidents],
  };
};

const text = (name: string, of: () => Iterable<string>): PackedFile => ({
  name,
  source: async function* () {
    for (const line of of()) yield Buffer.from(line);
  },
});

const filesOf = async (
  mission: ArchivedMission,
  { folder, work, book }: { readonly folder: string; readonly work: string; readonly book: MissionBook },
): Promise<readonly PackedFile[]> => {
  const notes = text("notes.json", () => [JSON.stringify(book.notes(mission.id), undefined, 2)]);
  const imported = join(folder, "archive", mission.id);
  if (existsSync(join(imported, missionFileName)))
    return [...(await folderFiles(imported)).filter(({ name }) => name !== notes.name), notes];
  if (!existsSync(join(folder, "lantern.db")))
    throw new Error("its files lie elsewhere. Bring them into an archive first.");
  const database = join(work, "lantern.db");
  const incidents = writeSessionSlice(folder, mission.id, database);
  return [
    { name: "lantern.db", source: database },
    text("events.jsonl", () => lines(database, "SELECT n, utc_ms, kind, json, previous, hash FROM event ORDER BY id")),
    ...incidents.map((id, i) =>
      text(`incidents/${i + 1}.jsonl`, () =>
        lines(database, "SELECT id, json, previous, hash FROM incident_event WHERE incident = ? ORDER BY rowid", id),
      ),
    ),
    ...(await sessionFiles(folder, mission.id, mission.summary.files)),
    notes,
  ];
};

/** Rows as JSON, one a line; what is JSON already stands in it as it is. */
function* lines(database: string, sql: string, ...values: readonly string[]): Generator<string> {
  const slice = new DatabaseSync(database, { readOnly: true });
  try {
    for (const row of slice.prepare(sql).iterate(...values)) {
      const { json, ...columns } = row;
      yield `${JSON.stringify({ ...columns, data: JSON.parse(String(json)) })}\n`;
    }
  } finally {
    slice.close();
  }
}

/** One seed for all logs: they stay beside each other. */
const anonymisedFiles = async (
  mission: ArchivedMission,
  options: {
    readonly work: string;
    readonly seed: string;
    readonly createdUtcMs: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<readonly PackedFile[]> => {
  const { work, seed, createdUtcMs, signal } = options;
  const files: PackedFile[] = [];
  const logs: FolderLog[] = [];
  for (const { log, path } of await mission.openTelemetry()) {
    if (log.format !== "tlog" && log.format !== "raw") continue;
    const name = `telemetry/${files.length + 1}.tlog`;
    const out = join(work, `${files.length + 1}.tlog`);
    const written = await exportLog({ path, format: "tlog", out, anonymiseSeed: seed, signal });
    if (!written.ok) throw new Error(written.fault.detail);
    files.push({ name, source: out });
    const { offsetMs, offsetFrom } = log;
    logs.push({ name: `${files.length}.tlog`, file: name, format: "tlog", offsetMs, offsetFrom });
  }
  if (files.length === 0) throw new Error("no telemetry was recorded with this mission");
  const fromMs = Math.min(...logs.map(({ offsetMs }) => offsetMs));
  const list: MissionFolder = {
    ...{ format: 1, kind: "log", ...anonymous, createdUtcMs, videos: [], notes: [] },
    logs: logs.map((log) => ({ ...log, offsetMs: log.offsetMs - fromMs })),
  };
  return [...files, text(missionFileName, () => [JSON.stringify(list, undefined, 2)])];
};
