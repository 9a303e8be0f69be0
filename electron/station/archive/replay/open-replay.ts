import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { placeLogFile } from "../log-mission/place-logs.ts";
import { binaryInThread, convertInThread } from "../native/run-native-job.ts";
import type { FolderLog, MissionFolder } from "../package/mission-folder.ts";
import { recogniseFile } from "../package/recognise-file.ts";
import { unpackMission } from "../package/unpack-mission.ts";

/** A replay's address is the same whatever it plays. */
export const replayMissionId = "replay";

/** Files that a person wants to look at, as a mission of the archive; they stay where they are. */
export interface Replay {
  /** Temporary, laid out as a record's: holds what was made of the files, and goes with `drop`. */
  readonly folder: string;
  /** Its logs are named by whole paths: they lie outside of the mission's folder. */
  readonly mission: MissionFolder;
  drop(): Promise<void>;
}

export type OpenedReplay =
  | { readonly ok: true; readonly replay: Replay }
  /** Which file can't be played, why, and what to do. */
  | { readonly ok: false; readonly detail: string };

/** Where the files of a replay's mission lie that are not named by whole paths. */
export const replayMissionFolder = (folder: string): string => join(folder, "archive", replayMissionId);

const mostNameLength = 200;

/** What stops it, told as it is. */
class NoReplay extends Error {}

/**
 * Looks at files that a person wants to see played, by their content: logs of any kind that the archive knows, on one clock, or
 * one mission file. What autopilots wrote themselves is converted beside, into a temporary folder.
 */
export const openReplay = async (files: readonly string[]): Promise<OpenedReplay> => {
  const folder = await mkdtemp(join(tmpdir(), "lantern-replay-"));
  const drop = () => rm(folder, { recursive: true, force: true });
  try {
    const own = replayMissionFolder(folder);
    const [first = ""] = files;
    const isPackage = (await kindOf(first)) === "package";
    if (isPackage && files.length > 1)
      throw new NoReplay(`${first} is a whole mission: it is played alone, without other files.`);
    const mission = isPackage ? await unpacked(first, own) : await missionOf(files, own);
    return { ok: true, replay: { folder, mission, drop } };
  } catch (error) {
    await drop();
    if (error instanceof NoReplay) return { ok: false, detail: error.message };
    return { ok: false, detail: `${files.join(", ")} can't be played: ${String(error)}` };
  }
};

const kindOf = async (path: string) => {
  const { kind, bytes } = await recogniseFile(path).catch((error: unknown) => {
    throw new NoReplay(unreadable(path, error));
  });
  if (bytes === 0) throw new NoReplay(`${path} is empty: nothing was recorded into it. Choose another log.`);
  return kind;
};

const unreadable = (path: string, error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return `There is no file ${path}. Check the path.`;
  if (code === "EISDIR") return `${path} is a folder. Choose a .tlog file in it.`;
  if (code === "EACCES" || code === "EPERM")
    return `This user may not read ${path}. Change its permissions or copy it.`;
  return `${path} can't be read (${error instanceof Error ? error.message : String(error)}).`;
};

const unpacked = async (path: string, folder: string): Promise<MissionFolder> => {
  const result = await unpackMission({ path, folder, id: replayMissionId });
  if (!result.ok) throw new NoReplay(`${path} can't be unpacked: ${result.fault.detail}`);
  return result.mission;
};

const missionOf = async (files: readonly string[], folder: string): Promise<MissionFolder> => {
  await mkdir(folder, { recursive: true });
  const logs: FolderLog[] = [];
  for (const path of files) logs.push(await logOf(path, folder, logs));
  const name = files.map((path) => basename(path)).join(" + ");
  return {
    format: 1,
    id: replayMissionId,
    name: name.slice(0, mostNameLength),
    kind: "log",
    createdUtcMs: 0,
    logs,
    videos: [],
    notes: [],
  };
};

/** @param before those that were named before it: it lies beside the first */
const logOf = async (path: string, folder: string, before: readonly FolderLog[]): Promise<FolderLog> => {
  const kind = await kindOf(path);
  const name = basename(path);
  const beside = (ending: string) => join(folder, `${before.length + 1}-${name}.${ending}`);
  const log = { name, file: resolve(path), offsetMs: 0, offsetFrom: "clock" } as const;
  switch (kind) {
    case "tlog":
    case "raw":
      return placed({ ...log, format: kind }, before);
    case "dataflash":
    case "ulog":
      return placed(await converted({ ...log, format: kind }, beside("tlog")), before);
    case "dataflash-text": {
      const file = beside("bin");
      await binaryInThread(path, file);
      return placed(await converted({ ...log, file, format: "dataflash" }, beside("tlog")), before);
    }
    default:
      throw new NoReplay(
        `${path} holds no MAVLink frames and no autopilot's messages, so it is no telemetry log. Choose a .tlog file, the raw bytes of a link, a .bin, a .ulg or a .lantern file.`,
      );
  }
};

const converted = async (log: FolderLog, target: string): Promise<FolderLog> => {
  const made = await convertInThread({ path: log.file, target });
  if (!made.ok) throw new NoReplay(`${log.file} can't be read: ${made.fault.detail}`);
  return { ...log, converted: target };
};

const placed = async (log: FolderLog, [first]: readonly FolderLog[]): Promise<FolderLog> => {
  if (first === undefined) return log;
  const place = await placeLogFile(first.converted ?? first.file, log.converted ?? log.file);
  if (place === undefined) return log;
  const { offsetMs, offsetFrom, offsetSigmaMs } = place;
  return { ...log, offsetMs, offsetFrom, ...(offsetSigmaMs === undefined ? {} : { offsetSigmaMs }) };
};
