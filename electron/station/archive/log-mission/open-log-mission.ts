import { LogMission, type LogMissionOptions } from "./log-mission.ts";

export type { LogMission, LogMissionOptions } from "./log-mission.ts";
export type { MissionLogInput } from "./mission-logs.ts";

/**
 * Opens a mission that is made of telemetry files, each with its index. It answers at once; while its logs are read for the first time
 * an instant that nobody has folded up to yet shows what is known without its history, and is exact from when it was learned on.
 */
export const openLogMission = (options: LogMissionOptions): LogMission => {
  if (options.logs.length === 0) throw new Error("Opened a mission of 0 logs when expected 1 or more.");
  return new LogMission(options);
};
