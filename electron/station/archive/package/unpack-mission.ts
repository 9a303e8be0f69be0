import { type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checkForeignDatabase } from "./foreign-database.ts";
import { freeBytes, reserveBytes } from "./free-space.ts";
import { keepSums } from "./kept-sums.ts";
import type { Manifest } from "./manifest.ts";
import {
  FolderNotes,
  type MissionFolder,
  missionFileName,
  parseMissionFile,
  writeMissionFolder,
} from "./mission-folder.ts";
import { openPackage } from "./open-package.ts";
import { BadPackage, type PackageLimits, packageLimits } from "./package-limits.ts";
import { readZipEntry } from "./read-zip-entry.ts";

/** As much of a file's handle as unpacking needs. */
export interface NewFile {
  write(piece: Uint8Array, from: number): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

export interface UnpackOptions {
  /** The mission file. */
  readonly path: string;
  /** Is made; must not be there. */
  readonly folder: string;
  /** The mission's id here: its folder's name. */
  readonly id: string;
  readonly limits?: PackageLimits;
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
  /** How files are made; another one in tests. */
  readonly create?: (path: string) => Promise<NewFile>;
}

export type Unpacked =
  | { readonly ok: true; readonly mission: MissionFolder; readonly manifest: Manifest }
  | {
      readonly ok: false;
      readonly fault: {
        readonly code: BadPackage["code"] | "disk-full" | "cannot-write" | "stopped";
        readonly detail: string;
        /** Which file in it. */
        readonly entry?: string;
      };
    };

/** Beside the folder; no list shows it. */
export const unfinishedFolder = (folder: string): string => join(dirname(folder), `.${basename(folder)}.part`);

/**
 * Unpacks a mission file into a folder of its own: every file is checked against the manifest while it is written beside, and
 * only when all are there does the folder get its name. Nothing is left of what fails. Where two unpack to one folder, one fails.
 */
export const unpackMission = async (options: UnpackOptions): Promise<Unpacked> => {
  const { path, folder, id, limits = packageLimits } = options;
  const partial = unfinishedFolder(folder);
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const opened = await openPackage(file, limits);
    await mkdir(dirname(folder), { recursive: true });
    const needed = opened.files.reduce((sum, { entry }) => sum + entry.unpacked, 0);
    if ((await freeBytes(dirname(folder))) < needed + reserveBytes)
      return failed("disk-full", `Unpacked it needs ${needed} bytes: there aren't as many left on this disk.`);
    await mkdir(partial);
    try {
      const unpacked = await unpackInto(partial, file, opened, options);
      if (unpacked !== undefined) return unpacked;
      const mission = await settleMission(partial, opened.manifest, id);
      await keepSums(
        partial,
        opened.files.map(({ entry: { name }, sha256 }) => ({ name, sha256 })),
      );
      // A folder that is there isn't replaced: renaming onto a filled one fails.
      await rename(partial, folder);
      return { ok: true, mission, manifest: opened.manifest };
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  } catch (error) {
    return faultOf(error);
  } finally {
    await file?.close().catch(() => {});
  }
};

const unpackInto = async (
  target: string,
  file: FileHandle,
  { files }: Awaited<ReturnType<typeof openPackage>>,
  { create = (path) => open(path, "wx"), onProgress, signal }: UnpackOptions,
): Promise<Unpacked | undefined> => {
  const total = files.reduce((sum, { entry }) => sum + entry.unpacked, 1);
  let done = 0;
  for (const { entry, sha256 } of files) {
    const path = join(target, ...entry.name.split("/"));
    await mkdir(dirname(path), { recursive: true });
    const out = await create(path);
    try {
      const found = await readZipEntry(file, entry, async (piece) => {
        if (signal?.aborted === true) throw new Stopped();
        for (let at = 0; at < piece.length; ) at += (await out.write(piece, at)).bytesWritten;
        done += piece.length;
        onProgress?.(done / total);
      });
      if (found !== sha256)
        throw new BadPackage("damaged", "Its SHA-256 isn't what the manifest says: it was changed.", entry.name);
      await out.datasync();
    } finally {
      await out.close();
    }
  }
  return undefined;
};

/** The list of the mission: as packed, under its id here; made of the manifest where there is none. */
const settleMission = async (folder: string, manifest: Manifest, id: string): Promise<MissionFolder> => {
  const names = new Set(manifest.files.map(({ name }) => name));
  if (names.has("lantern.db")) checkForeignDatabase(join(folder, "lantern.db"));
  const packed = names.has(missionFileName)
    ? parseMissionFile(await readFile(join(folder, missionFileName), "utf8"))
    : undefined;
  if (packed !== undefined && !packed.ok)
    throw new BadPackage(packed.fault.code === "newer" ? "newer" : "damaged", packed.fault.detail, missionFileName);
  const mission: MissionFolder = {
    ...(packed?.mission ?? missionOf(manifest, names)),
    id,
    // They lie beside the list: where it was packed people went on writing.
    notes: names.has("notes.json") ? await readNotes(join(folder, "notes.json")) : (packed?.mission.notes ?? []),
  };
  for (const { file, converted } of mission.logs)
    for (const name of [file, converted])
      if (name !== undefined && !names.has(name))
        throw new BadPackage("damaged", `It names ${name}, which isn't there.`, missionFileName);
  for (const { file } of mission.videos)
    if (!names.has(file)) throw new BadPackage("damaged", `It names ${file}, which isn't there.`, missionFileName);
  await writeMissionFolder(folder, mission);
  return mission;
};

const missionOf = (manifest: Manifest, names: ReadonlySet<string>): Omit<MissionFolder, "notes"> => {
  const { name, kind } = manifest.mission;
  const isRecorded = kind === "recorded";
  const logs = [...names].filter((file) => /^telemetry\/[^/]+\.tlog$/.test(file));
  return {
    format: 1,
    id: manifest.mission.id,
    name,
    kind,
    createdUtcMs: manifest.createdUtcMs,
    // A recorded mission knows its telemetry itself.
    logs: isRecorded
      ? []
      : logs.map((file) => ({
          name: file.slice("telemetry/".length),
          file,
          format: "tlog" as const,
          offsetMs: 0,
          offsetFrom: "clock" as const,
        })),
    videos: [],
  };
};

const readNotes = async (path: string): Promise<MissionFolder["notes"]> => {
  try {
    return FolderNotes.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    throw new BadPackage("damaged", "These are no notes.", "notes.json");
  }
};

class Stopped extends Error {}

const failed = (code: (Unpacked & { ok: false })["fault"]["code"], detail: string): Unpacked => ({
  ok: false,
  fault: { code, detail },
});

const faultOf = (error: unknown): Unpacked => {
  if (error instanceof BadPackage) {
    const { code, message, entry } = error;
    return {
      ok: false,
      fault: {
        code,
        detail: entry === undefined ? message : `${entry}: ${message}`,
        ...(entry === undefined ? {} : { entry }),
      },
    };
  }
  if (error instanceof Stopped) return failed("stopped", "The import was stopped.");
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return failed("disk-full", "The disk is full: nothing was imported.");
  return failed("cannot-write", error instanceof Error ? error.message : String(error));
};
