import type { RequestOutcome } from "./requests.ts";
import { type OpenUpload, sendFile } from "./send-file.ts";

export interface MissionImport {
  readonly file: File;
  /** A mission that it belongs to; absent: one of its own. */
  readonly into?: string | undefined;
  /** When a video begins, where its name and its data don't say. */
  readonly startUtcMs?: number | undefined;
}

/**
 * Hands a log, a video or a whole mission to the station. Never throws.
 * @param onSent how much of it is on its way, 0 to 1
 */
export const importMission = (
  openUpload: OpenUpload,
  { file, into, startUtcMs }: MissionImport,
  onSent: (fraction: number) => void,
): Promise<RequestOutcome> => {
  const query = new URLSearchParams({ name: file.name });
  if (into !== undefined) query.set("into", into);
  if (startUtcMs !== undefined) query.set("startUtcMs", String(startUtcMs));
  return sendFile(openUpload, `/api/archive/import?${query}`, file, onSent);
};
