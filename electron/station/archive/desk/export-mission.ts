import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { exportTracks, type TrackFormat, trackMediaTypes } from "../../../../shared/archive/export/export-tracks.ts";
import type { ExportMark, ExportMeta, ExportTrack } from "../../../../shared/archive/export/track.ts";
import type { ArchivedMission, MissionTelemetry } from "../archived-mission.ts";
import { exportLog } from "../export/export-log.ts";
import { logTracks } from "../export/log-tracks.ts";
import { surveyLog } from "../export/survey-log.ts";
import { mergeLogs } from "../log-mission/merge-logs.ts";
import type { ExportAsk, ExportedFile, FileFault } from "./mission-files.ts";

export interface ExportMissionOptions {
  readonly mission: ArchivedMission;
  /** What the file is called, without its ending. */
  readonly name: string;
  readonly ask: ExportAsk;
  /** What is made on the way lies in a folder of its own in here, and goes with the answer's end. */
  readonly cacheFolder: string;
  /** Says how far anonymised places move; chance. */
  readonly seed: () => string;
}

type Exported = ({ readonly ok: true } & ExportedFile) | FileFault;

const refused = (detail: string): FileFault => ({ ok: false, fault: { code: "not-possible", detail } });

/** All telemetry of a mission as one file, or where everybody went. */
export const exportTelemetry = async (options: ExportMissionOptions): Promise<Exported> => {
  const { mission, cacheFolder, ask } = options;
  const telemetry = await mission.openTelemetry();
  const logs = telemetry.filter(({ log }) => log.format === "tlog" || log.format === "raw");
  const [first] = logs;
  if (first === undefined) return refused("No telemetry was recorded with this mission.");
  const folder = await mkdtemp(join(cacheFolder, "export-"));
  const drop = () => rm(folder, { recursive: true, force: true });
  try {
    const joined =
      logs.length > 1 ? await joinLogs(logs, folder, ask.signal) : ({ ok: true, path: first.path } as const);
    if (!joined.ok) return await failed(drop, joined.fault.detail);
    const made = await makeFile(options, joined.path, folder);
    if (!made.ok) return await failed(drop, made.fault.detail);
    made.stream.on("close", () => void drop());
    return made;
  } catch (error) {
    return failed(drop, error instanceof Error ? error.message : String(error));
  }
};

const joinLogs = async (
  logs: readonly MissionTelemetry[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly ok: true; readonly path: string } | FileFault> => {
  const path = join(folder, "merged.tlog");
  const firstMs = logs[0]?.log.offsetMs ?? 0;
  const offsetsMs = logs.map(({ log }) => log.offsetMs - firstMs);
  const merged = await mergeLogs(
    logs.map((one) => one.path),
    { out: path, offsetsMs, signal },
  );
  return merged.ok ? { ok: true, path } : refused(merged.fault.detail);
};

const failed = async (drop: () => Promise<void>, detail: string): Promise<FileFault> => {
  await drop();
  return refused(detail);
};

const makeFile = async (options: ExportMissionOptions, path: string, folder: string): Promise<Exported> => {
  const { ask, name } = options;
  const { format, message, anonymised } = ask;
  if (format === "lantern") return refused("This mission can't be packed.");
  if (format === "csv" && message === undefined)
    return anonymised
      ? refused("A table of where everybody went can't be anonymised: choose a kind of message, or another format.")
      : tracksOf(options, path, "csv");
  if (anonymised || format === "csv") return rewritten(options, path, { folder, format });
  if (format !== "tlog") return tracksOf(options, path, format);
  return path.endsWith(".tlog")
    ? { ok: true, name: `${name}.tlog`, type: "application/octet-stream", stream: createReadStream(path) }
    : rewritten(options, path, { folder, format });
};

/** A file of its own, made of the telemetry frame by frame. */
const rewritten = async (
  { ask: { message, anonymised, signal }, name, seed }: ExportMissionOptions,
  path: string,
  { folder, format }: { readonly folder: string; readonly format: "tlog" | TrackFormat },
): Promise<Exported> => {
  const out = join(folder, `${name}.${format}`);
  const written = await exportLog({
    ...{ path, format, out, signal },
    ...(message === undefined ? {} : { message }),
    ...(anonymised ? { anonymiseSeed: seed() } : {}),
  });
  if (!written.ok) return refused(written.fault.detail);
  if (message !== undefined && written.written === 0)
    return refused(`There is no ${message} in this mission's telemetry.`);
  const type = format === "tlog" ? "application/octet-stream" : trackMediaTypes[format];
  const suffix = message === undefined ? "" : `-${message}`;
  return { ok: true, name: `${name}${suffix}.${format}`, type, stream: createReadStream(out) };
};

/** Under the names that vehicles had in the mission, with what was found and noted in it. */
const tracksOf = async (
  { mission, name, ask: { signal } }: ExportMissionOptions,
  path: string,
  format: TrackFormat,
): Promise<Exported> => {
  const surveyed = await surveyLog(path, signal);
  if (!surveyed.ok) return refused(surveyed.fault.detail);
  const { tracks, meta } = await logTracks({ path, startUtcUs: surveyed.survey.startUtcUs, signal });
  const names = new Map(mission.summary.vehicles.map((vehicle) => [vehicle.id, vehicle.name]));
  const named = tracks.map((track): ExportTrack => ({ ...track, name: names.get(track.id) ?? track.name }));
  const found = await heatMarks(mission);
  const whole: ExportMeta = {
    ...meta,
    name,
    async *marks() {
      yield* meta.marks();
      yield found;
    },
  };
  const stream = Readable.from(exportTracks(format, named, whole));
  return { ok: true, name: `${name}.${format}`, type: trackMediaTypes[format], stream };
};

/** Heat sources as they stood in the end. */
const heatMarks = async (mission: ArchivedMission): Promise<readonly ExportMark[]> => {
  const { state } = await mission.at(mission.durationMs);
  return [...state.heat.values()].flatMap((source): ExportMark[] => {
    if (!source.location.located) return [];
    const { latDeg, lonDeg } = source.location.position;
    const name = `Heat ${source.number} (${source.decision.state})`;
    return [{ kind: "heat", name, latDeg, lonDeg, utcMs: source.firstSeenUtcMs }];
  });
};
