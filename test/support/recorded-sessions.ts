import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ArchivedMission } from "../../electron/station/archive/archived-mission.ts";
import { openLogIndex } from "../../electron/station/archive/index/open-log-index.ts";
import {
  openRecordedMission,
  type RecordedMissionOptions,
} from "../../electron/station/archive/recorded-mission/open-recorded-mission.ts";

/** The sessions of a record that have a journal, the oldest first. */
export const journalledSessions = (folder: string): readonly string[] => readdirSync(join(folder, "journal")).sort();

export const journalFolder = (folder: string): string =>
  join(folder, "journal", journalledSessions(folder).at(-1) ?? "");

/** Opens the newest session of a record. */
export const openNewest = async (
  folder: string,
  options: Partial<RecordedMissionOptions> = {},
): Promise<ArchivedMission> => {
  const sessionId = journalledSessions(folder).at(-1) ?? "";
  const opened = await openRecordedMission({ folder, sessionId, openLog: (path) => openLogIndex(path), ...options });
  if (!opened.ok) throw new Error(opened.fault.detail);
  return opened.mission;
};
