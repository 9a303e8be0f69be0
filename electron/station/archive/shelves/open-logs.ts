import type { ArchivedMission } from "../archived-mission.ts";
import { openLogIndex } from "../index/open-log-index.ts";
import type { LogIndex } from "../log-index.ts";
import { type MissionLogInput, openLogMission } from "../log-mission/open-log-mission.ts";

export interface OpenLogsOptions {
  readonly id: string;
  readonly name: string;
  readonly logs: readonly Omit<MissionLogInput, "index">[];
  readonly version: string;
  readonly cacheFolder: string;
}

/** Rejects with what is wrong with the file and what to do. */
const openIndex = async (path: string, cacheFolder: string): Promise<LogIndex> => {
  const opened = await openLogIndex(path, { cacheFolder });
  if (!opened.ok) throw new Error(opened.fault.detail);
  return opened.index;
};

/** Opens telemetry files as one mission. Rejects where one of them can't be read: nobody shall miss it unknowingly. */
export const openLogs = async ({ logs, cacheFolder, ...options }: OpenLogsOptions): Promise<ArchivedMission> => {
  if (logs.length === 0) throw new Error("It holds no telemetry.");
  const opened: MissionLogInput[] = [];
  try {
    for (const log of logs) opened.push({ ...log, index: await openIndex(log.path, cacheFolder) });
  } catch (error) {
    await Promise.all(opened.map(({ index }) => index.close()));
    throw error;
  }
  return openLogMission({ ...options, cacheFolder, logs: opened });
};
