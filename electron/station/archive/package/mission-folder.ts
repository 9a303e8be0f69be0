import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { nameFault } from "./file-name.ts";

/** The list of what a mission folder holds; written last, so that a folder without it is none. */
export const missionFileName = "mission.json";

const FileName = z.string().refine((name) => nameFault(name) === undefined, "is no name of a file in this folder");
const Utc = z.number().min(-8.64e15).max(8.64e15);
const Name = z.string().min(1).max(200);

/** Names a mission and its folder. */
const MissionId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

export const isMissionId = (text: string): boolean => MissionId.safeParse(text).success;

const FolderLog = z.object({
  /** As people know it: the name under which it was imported. */
  name: Name,
  /** As it was imported, untouched; of a DataFlash log that was text, the binary log made of it beside it. */
  file: FileName,
  format: z.enum(["tlog", "raw", "dataflash", "ulog"]),
  /** The telemetry log that was made from it, where it is no MAVLink itself: what the state and the map are made of. */
  converted: FileName.exactOptional(),
  /** Where its beginning lies in the mission, ms; and who says so. */
  offsetMs: z.number().min(-1e13).max(1e13),
  offsetFrom: z.enum(["clock", "estimated", "typed"]),
  offsetSigmaMs: z.number().min(0).exactOptional(),
});
/** One telemetry log of a mission. */
export type FolderLog = z.infer<typeof FolderLog>;

const FolderVideo = z.object({
  name: Name,
  file: FileName,
  /** When its first picture was taken; absent where nobody knows yet. */
  startUtcMs: Utc.exactOptional(),
  /** Who says so: a person, or the file's own header. */
  startFrom: z.enum(["typed", "file"]).exactOptional(),
  vehicleId: z.string().max(40).exactOptional(),
});
/** One video file of a mission. */
export type FolderVideo = z.infer<typeof FolderVideo>;

const FolderNote = z.object({
  id: z.string().min(1).max(80),
  positionMs: z.number().min(0).max(1e12),
  text: z.string().max(4_000),
  by: z.string().max(80),
  utcMs: Utc,
  place: z.object({ latDeg: z.number().min(-90).max(90), lonDeg: z.number().min(-180).max(180) }).exactOptional(),
});

/** What `notes.json` of a package holds. */
export const FolderNotes = z.array(FolderNote).max(10_000);

/** What `mission.json` says. Newer programs may say more: what isn't known here is passed over. */
export const MissionFolder = z.object({
  format: z.literal(1),
  id: MissionId,
  name: Name,
  /** "recorded": the whole record of a Lantern, with journal and media; "log": telemetry files. */
  kind: z.enum(["recorded", "log"]),
  createdUtcMs: Utc,
  logs: z.array(FolderLog).max(200),
  videos: z.array(FolderVideo).max(200),
  notes: FolderNotes,
});
/** A mission that lies in a folder of its own: `<archive>/<id>/mission.json` and the files that it names. */
export type MissionFolder = z.infer<typeof MissionFolder>;

export type MissionFolderRead =
  | { readonly ok: true; readonly mission: MissionFolder }
  | {
      readonly ok: false;
      readonly fault: { readonly code: "none" | "unreadable" | "not-a-mission" | "newer"; readonly detail: string };
    };

const mostBytes = 32 << 20;

/** @param text of a mission.json */
export const parseMissionFile = (text: string): MissionFolderRead => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, fault: { code: "not-a-mission", detail: `${missionFileName} is no JSON: ${String(error)}.` } };
  }
  const format = z.object({ format: z.number() }).safeParse(json);
  if (format.success && format.data.format > 1) {
    const detail = `This mission was written by a newer Lantern (format ${format.data.format}): update this one to open it.`;
    return { ok: false, fault: { code: "newer", detail } };
  }
  const parsed = MissionFolder.safeParse(json);
  if (parsed.success) return { ok: true, mission: parsed.data };
  const issue = parsed.error.issues[0];
  const detail = `${missionFileName}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is wrong"}.`;
  return { ok: false, fault: { code: "not-a-mission", detail } };
};

/** Reads a mission's list; "none" where the folder has none. */
export const readMissionFolder = async (folder: string): Promise<MissionFolderRead> => {
  try {
    const file = await open(join(folder, missionFileName), "r");
    try {
      const { size } = await file.stat();
      if (size > mostBytes)
        return { ok: false, fault: { code: "not-a-mission", detail: `${missionFileName} has ${size} bytes.` } };
      return parseMissionFile(await file.readFile("utf8"));
    } finally {
      await file.close();
    }
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
    return { ok: false, fault: { code: isAbsent ? "none" : "unreadable", detail: String(error) } };
  }
};

/**
 * Writes a mission's list into its folder, which is made where it isn't there. A power cut leaves the old list or the new one.
 * Rejects with what the disk says; throws where the mission is none.
 */
export const writeMissionFolder = async (folder: string, mission: MissionFolder): Promise<void> => {
  const text = `${JSON.stringify(MissionFolder.parse(mission), null, 2)}\n`;
  await mkdir(folder, { recursive: true });
  const partial = join(folder, `${missionFileName}.new`);
  try {
    const file = await open(partial, "w");
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(partial, join(folder, missionFileName));
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw error;
  }
};

/** The missions in the archive's folder, by folder name; those that can't be read with their fault. */
export const listMissionFolders = async (
  archive: string,
): Promise<readonly { readonly folder: string; readonly read: MissionFolderRead }[]> => {
  const entries = await readdir(archive, { withFileTypes: true }).catch(() => []);
  const found: { folder: string; read: MissionFolderRead }[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const folder = join(archive, entry.name);
    const read = await readMissionFolder(folder);
    if (read.ok || read.fault.code !== "none") found.push({ folder, read });
  }
  return found;
};

/** A new mission's id, by its time and a bit of chance: 20260102-030405-1a2b3c. */
export const newMissionId = (utcMs: number, random: () => number): string => {
  const [date, time] = new Date(utcMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, "").split("T");
  const chance = Math.floor(random() * 0x1000000);
  return `${date}-${time}-${chance.toString(16).padStart(6, "0")}`;
};
