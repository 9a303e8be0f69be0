import { openLogIndex } from "../../electron/station/archive/index/open-log-index.ts";
import type { LogIndex } from "../../electron/station/archive/log-index.ts";

/** The index of a log, made whole. */
export const openIndex = async (path: string): Promise<LogIndex> => {
  const opened = await openLogIndex(path);
  if (!opened.ok) throw new Error(opened.fault.detail);
  await opened.index.whole();
  return opened.index;
};
