import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { placeLogFile } from "../log-mission/place-logs.ts";
import { binaryInThread, convertInThread } from "../native/run-native-job.ts";
import { freeName, nameKey } from "./file-name.ts";
import { freeBytes, reserveBytes } from "./free-space.ts";
import {
  type FolderLog,
  type FolderVideo,
  type MissionFolder,
  missionFileName,
  newMissionId,
  readMissionFolder,
  writeMissionFolder,
} from "./mission-folder.ts";
import { type FileKind, recogniseFile } from "./recognise-file.ts";
import { unfinishedFolder, unpackMission } from "./unpack-mission.ts";

export interface ImportOptions {
  /** As the file was called where it came from. */
  readonly name: string;
  readonly source: AsyncIterable<Uint8Array>;
  /** Holds a folder for each mission. */
  readonly archive: string;
  /** Into a mission that was imported before; absent: a mission of its own. */
  readonly into?: string;
  /** Of a video, where somebody knows it. */
  readonly startUtcMs?: number;
  readonly utcMs: () => number;
  /** 0 to 1, for names. */
  readonly random: () => number;
  readonly mostBytes?: number;
  /** How much of the source was taken, bytes; then how far it is read and converted. */
  readonly onProgress?: (progress: { readonly stage: "receiving" | "reading"; readonly amount: number }) => void;
  readonly signal?: AbortSignal;
  /** What comes into one mission has to come one after the other, once it was received. */
  readonly oneByOne?: <T>(run: () => Promise<T>) => Promise<T>;
}

export interface ImportFault {
  readonly code:
    | "empty"
    | "unknown-format"
    | "bad-file"
    | "too-large"
    | "unknown-mission"
    | "not-possible"
    | "disk-full"
    | "cannot-write"
    | "stopped";
  readonly detail: string;
}

export type Imported =
  | {
      readonly ok: true;
      readonly missionId: string;
      readonly folder: string;
      readonly mission: MissionFolder;
      /** What came in, by its name in the mission's folder. */
      readonly files: readonly string[];
    }
  | { readonly ok: false; readonly fault: ImportFault };

const defaultMostBytes = 200e9;
/** So often it is looked whether there is still room, bytes. */
const roomEveryBytes = 16 << 20;

const stoppedFault: ImportFault = { code: "stopped", detail: "The import was stopped." };
const diskFull = "The disk is full: nothing was imported. Make room and import it again.";

/** What stops an import, told as its fault. */
class ImportStop extends Error {
  readonly fault: ImportFault;

  constructor(code: ImportFault["code"], detail: string) {
    super(detail);
    this.fault = { code, detail };
  }
}

/**
 * Takes a file of any kind that the archive knows, by its content and not by its name, into a mission's folder: telemetry and
 * videos as they are, an autopilot's own log with a telemetry log made from it beside it, a mission file unpacked. What fails
 * leaves nothing behind.
 */
export const importLog = async (options: ImportOptions): Promise<Imported> => {
  const { archive, utcMs, random } = options;
  const id = newMissionId(utcMs(), random);
  const folder = join(archive, id);
  const partial = unfinishedFolder(`${folder}-new`);
  try {
    await mkdir(partial, { recursive: true });
    const received = join(partial, "received");
    await receive(options, received);
    const { kind, bytes } = await recogniseFile(received);
    if (bytes === 0) throw new ImportStop("empty", `${options.name} is empty.`);
    if (kind === undefined)
      throw new ImportStop(
        "unknown-format",
        `${options.name} is no telemetry log, no log of an autopilot, no mission file and no video that can be read, whatever its name says.`,
      );
    if (kind === "package") return await unpack(options, received, id);
    const { oneByOne = (run) => run() } = options;
    return await oneByOne(() => takeIn(options, { kind, id, partial }));
  } catch (error) {
    return { ok: false, fault: options.signal?.aborted === true ? stoppedFault : faultOf(error) };
  } finally {
    await rm(partial, { recursive: true, force: true }).catch(() => {});
  }
};

interface Received {
  readonly kind: Exclude<FileKind, "package">;
  readonly id: string;
  readonly partial: string;
}

const takeIn = async (options: ImportOptions, { kind, id, partial }: Received): Promise<Imported> => {
  const base = await missionFor(options, id, join(options.archive, id));
  const taken = new Set((await readdir(base.folder).catch(() => [])).map(nameKey));
  taken.add(nameKey("received")).add(nameKey(missionFileName));
  const file = freeName(options.name, (key) => taken.has(key));
  taken.add(nameKey(file));
  await rename(join(partial, "received"), join(partial, file));
  if (kind === "video") return settle(base, partial, { videos: [videoOf(options, file)] });
  let own = file;
  if (kind === "dataflash-text") {
    own = freeName(`${file}.bin`, (key) => taken.has(key));
    taken.add(nameKey(own));
    await binaryInThread(join(partial, file), join(partial, own), options.signal);
  }
  const format = kind === "dataflash-text" ? "dataflash" : kind;
  const log = await logOf(options, partial, own, format, (key) => taken.has(key));
  return settle(base, partial, { logs: [log] });
};

/** Removes what imports left that were cut off by a power failure; call it before any import. */
export const removeUnfinishedImports = async (archive: string): Promise<void> => {
  for (const name of await readdir(archive).catch(() => []))
    if (/^\..*\.part$/.test(name)) await rm(join(archive, name), { recursive: true, force: true });
};

const receive = async (options: ImportOptions, path: string): Promise<void> => {
  const { source, mostBytes = defaultMostBytes, onProgress, signal } = options;
  const file = await open(path, "wx");
  try {
    let bytes = 0;
    let checkedBytes = Number.NEGATIVE_INFINITY;
    for await (const piece of source) {
      if (signal?.aborted === true) throw new ImportStop("stopped", "The import was stopped.");
      if (bytes - checkedBytes >= roomEveryBytes) {
        if ((await freeBytes(dirname(path))) < reserveBytes) throw new ImportStop("disk-full", diskFull);
        checkedBytes = bytes;
      }
      bytes += piece.length;
      if (bytes > mostBytes)
        throw new ImportStop("too-large", `${options.name} is larger than ${mostBytes} bytes, the most that is taken.`);
      await file.writeFile(piece);
      onProgress?.({ stage: "receiving", amount: bytes });
    }
    await file.datasync();
  } finally {
    await file.close();
  }
};

const unpack = async (options: ImportOptions, path: string, id: string): Promise<Imported> => {
  const { archive, into, onProgress, signal } = options;
  if (into !== undefined)
    throw new ImportStop("not-possible", "A mission file is a mission of its own: it can't come into another one.");
  const folder = join(archive, id);
  const unpacked = await unpackMission({
    ...{ path, folder, id },
    onProgress: (amount) => onProgress?.({ stage: "reading", amount }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (unpacked.ok) {
    const { mission, manifest } = unpacked;
    return { ok: true, missionId: id, folder, mission, files: manifest.files.map(({ name }) => name) };
  }
  const { code, detail } = unpacked.fault;
  const isOurs = code === "disk-full" || code === "cannot-write" || code === "stopped" || code === "too-large";
  throw new ImportStop(isOurs ? code : "bad-file", detail);
};

interface Base {
  readonly folder: string;
  readonly mission: MissionFolder;
  readonly isNew: boolean;
}

const missionFor = async ({ archive, into, name, utcMs }: ImportOptions, id: string, folder: string): Promise<Base> => {
  if (into === undefined) {
    const title =
      name
        .split(/[/\\]/)
        .at(-1)
        ?.replace(/\.[^.]*$/, "")
        .trim()
        .slice(0, 200) ?? "";
    const mission: MissionFolder = {
      format: 1,
      id,
      name: title === "" ? id : title,
      kind: "log",
      createdUtcMs: utcMs(),
      logs: [],
      videos: [],
      notes: [],
    };
    return { folder, mission, isNew: true };
  }
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(into)) throw new ImportStop("unknown-mission", `There is no mission ${into}.`);
  const read = await readMissionFolder(join(archive, into));
  if (!read.ok) throw new ImportStop("unknown-mission", `There is no imported mission ${into}.`);
  if (read.mission.kind === "recorded")
    throw new ImportStop("not-possible", "What a Lantern recorded is whole: nothing can be added to it.");
  return { folder: join(archive, into), mission: read.mission, isNew: false };
};

const videoOf = ({ name, startUtcMs }: ImportOptions, file: string): FolderVideo => ({
  name: name.slice(0, 200) || file,
  file,
  ...(startUtcMs === undefined ? {} : { startUtcMs, startFrom: "typed" as const }),
});

const logOf = async (
  { name, onProgress, signal }: ImportOptions,
  partial: string,
  file: string,
  format: FolderLog["format"],
  isTaken: (key: string) => boolean,
): Promise<FolderLog> => {
  const log = { name: name.slice(0, 200) || file, file, format, offsetMs: 0, offsetFrom: "clock" as const };
  if (format === "tlog" || format === "raw") return log;
  const converted = freeName(`${file}.tlog`, isTaken);
  const made = await convertInThread({
    path: join(partial, file),
    target: join(partial, converted),
    onProgress: (amount) => onProgress?.({ stage: "reading", amount }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (made.ok) return { ...log, converted };
  throw new ImportStop(made.fault.code === "stopped" ? "stopped" : "bad-file", made.fault.detail);
};

/** Moves what came in to its place; the mission's list is written last. */
const settle = async (
  { folder, mission, isNew }: Base,
  partial: string,
  added: { readonly logs?: readonly FolderLog[]; readonly videos?: readonly FolderVideo[] },
): Promise<Imported> => {
  const files = await readdir(partial);
  const place = (log: FolderLog) => placeLog(log, partial, folder, mission);
  const logs = [...mission.logs, ...(await Promise.all((added.logs ?? []).map(place)))];
  const grown: MissionFolder = { ...mission, logs, videos: [...mission.videos, ...(added.videos ?? [])] };
  if (isNew) {
    await writeMissionFolder(partial, grown);
    await rename(partial, folder);
  } else {
    for (const file of files) await rename(join(partial, file), join(folder, file));
    try {
      await writeMissionFolder(folder, grown);
    } catch (error) {
      for (const file of files) await rm(join(folder, file), { force: true }).catch(() => {});
      throw error;
    }
  }
  return { ok: true, missionId: grown.id, folder, mission: grown, files };
};

/** Beside the mission's first log: by what both heard, else by the stamps of both where they have any. */
const placeLog = async (
  log: FolderLog,
  partial: string,
  folder: string,
  { logs }: MissionFolder,
): Promise<FolderLog> => {
  const [first] = logs;
  if (first === undefined) return log;
  const placed = await placeLogFile(
    join(folder, first.converted ?? first.file),
    join(partial, log.converted ?? log.file),
  );
  if (placed === undefined) return log;
  const { offsetMs, offsetFrom, offsetSigmaMs } = placed;
  const sigma = offsetSigmaMs === undefined ? {} : { offsetSigmaMs };
  return { ...log, offsetMs: offsetMs + first.offsetMs, offsetFrom, ...sigma };
};

const faultOf = (error: unknown): ImportFault => {
  if (error instanceof ImportStop) return error.fault;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return { code: "disk-full", detail: diskFull };
  return { code: "cannot-write", detail: error instanceof Error ? error.message : String(error) };
};
