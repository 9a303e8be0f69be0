import { type FileHandle, mkdir, open, realpath, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Anonymiser } from "../../../../shared/archive/export/anonymise/anonymiser.ts";
import { PlaceShift } from "../../../../shared/archive/export/anonymise/place-shift.ts";
import { messageHeader, messageRow } from "../../../../shared/archive/export/csv.ts";
import { exportTracks } from "../../../../shared/archive/export/export-tracks.ts";
import { dialect, specOfId } from "../../../../shared/mavlink/dialect.ts";
import { writeStamp } from "../../../../shared/mavlink/tlog-clock.ts";
import type { LogFault } from "../reading/read-log.ts";
import type { ExportLogOptions } from "./export-options.ts";
import { logTracks } from "./log-tracks.ts";
import { type LogWindow, mapMessages, mapWindow } from "./log-window.ts";
import { surveyLog } from "./survey-log.ts";

export type ExportLogResult =
  | {
      readonly ok: true;
      /** Frames, points and marks, or rows. */
      readonly written: number;
      readonly files: readonly string[];
      /** What a person should know of it. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly fault: LogFault | { readonly code: "cannot-write"; readonly detail: string } };

interface Written {
  readonly written: number;
  readonly files: readonly string[];
}

const stampLength = 8;

const writeTlog = async (window: LogWindow, file: FileHandle): Promise<number> => {
  let frames = 0;
  const pieces = mapWindow(window, ({ frame, utcUs }) => {
    const record = new Uint8Array(stampLength + frame.length);
    writeStamp(record, 0, utcUs ?? 0);
    record.set(frame.bytes.subarray(frame.start, frame.start + frame.length), stampLength);
    return record;
  });
  for await (const records of pieces) {
    frames += records.length;
    await file.write(Buffer.concat(records));
  }
  return frames;
};

const writeTracks = async (window: LogWindow, format: "gpx" | "kml" | "geojson", file: FileHandle): Promise<number> => {
  const { tracks, meta } = await logTracks(window);
  for await (const text of exportTracks(format, tracks, meta)) await file.write(text);
  return tracks.length;
};

class Tables {
  readonly #fileOf: (message: string) => string;
  readonly #open = new Map<number, { readonly file: FileHandle; rows: string }>();
  readonly files: string[] = [];
  rows = 0;

  constructor(fileOf: (message: string) => string) {
    this.#fileOf = fileOf;
  }

  async add(rows: readonly { readonly id: number; readonly row: string }[]): Promise<void> {
    for (const { id, row } of rows) (this.#open.get(id) ?? (await this.#openTable(id))).rows += row;
    this.rows += rows.length;
    for (const table of this.#open.values()) {
      if (table.rows === "") continue;
      await table.file.write(table.rows);
      table.rows = "";
    }
  }

  async #openTable(id: number): Promise<{ readonly file: FileHandle; rows: string }> {
    const spec = specOfId(id);
    if (spec === undefined) throw new Error(`No message has id ${id}.`);
    const path = this.#fileOf(spec.name);
    const table = { file: await open(path, "w"), rows: messageHeader(spec) };
    this.files.push(path);
    this.#open.set(id, table);
    return table;
  }

  async close(): Promise<void> {
    for (const { file } of this.#open.values()) await file.close();
  }
}

const writeTables = async (window: LogWindow, out: string, only: string | undefined): Promise<Written> => {
  if (only === undefined) await mkdir(out, { recursive: true });
  const tables = new Tables((message) => (only === undefined ? join(out, `${message}.csv`) : out));
  const wanted = only === undefined ? undefined : dialect().specOfName.get(only)?.id;
  try {
    const pieces = mapMessages(
      window,
      (id) => only === undefined || id === wanted,
      (message, { frame, utcUs }) => {
        const spec = specOfId(frame.messageId);
        if (spec === undefined) return undefined;
        const { systemId, componentId } = frame;
        return { id: frame.messageId, row: messageRow(spec, message, { utcUs, systemId, componentId }) };
      },
    );
    for await (const rows of pieces) await tables.add(rows);
  } finally {
    await tables.close();
  }
  return { written: tables.rows, files: tables.files };
};

const write = async (window: LogWindow, { format, out, message }: ExportLogOptions): Promise<Written> => {
  if (format === "csv") return writeTables(window, out, message);
  const file = await open(out, "w");
  try {
    const written = await (format === "tlog" ? writeTlog(window, file) : writeTracks(window, format, file));
    return { written, files: [out] };
  } catch (error) {
    // Half a file would be taken for a whole one.
    await rm(out, { force: true });
    throw error;
  } finally {
    await file.close();
  }
};

const isSameFile = async (path: string, out: string): Promise<boolean> => {
  const place = await realpath(out).catch(() => resolve(out));
  return place === (await realpath(path).catch(() => resolve(path)));
};

const cannotWrite = (out: string, error: unknown): ExportLogResult => ({
  ok: false,
  fault: {
    code: "cannot-write",
    detail: `${out} can't be written (${error instanceof Error ? error.message : String(error)}). Choose another place.`,
  },
});

const anonymousNotes = [
  "Places were moved; times, heights above the sea and the vehicles' own measurements are as they were.",
  "Whoever knows the seed can move the places back. Messages that Lantern doesn't know were left out.",
];

/** Writes a log, or a part of it, in another format; reads it piece by piece, as often as the format needs it. */
export const exportLog = async (options: ExportLogOptions): Promise<ExportLogResult> => {
  const { path, out, anonymiseSeed, from, to, signal } = options;
  const surveyed = await surveyLog(path, signal);
  if (!surveyed.ok) return surveyed;
  if (await isSameFile(path, out)) return cannotWrite(out, new Error("it is the log itself"));
  const { firstPlace, startUtcUs, isGuessedTime } = surveyed.survey;
  const near = firstPlace ?? { latDeg: 0, lonDeg: 0 };
  const window: LogWindow = {
    ...{ path, startUtcUs, signal },
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(anonymiseSeed === undefined ? {} : { anonymiser: new Anonymiser(new PlaceShift(anonymiseSeed, near)) }),
  };
  try {
    const { written, files } = await write(window, options);
    const notes = [
      ...(isGuessedTime ? ["The log has no times: those written end when the file was last changed."] : []),
      ...(anonymiseSeed === undefined ? [] : anonymousNotes),
      ...(written > 0 ? [] : ["Nothing in that part of the log is of this kind."]),
    ];
    return { ok: true, written, files, notes };
  } catch (error) {
    return cannotWrite(out, error);
  }
};
