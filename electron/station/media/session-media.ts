import type { StateJournal } from "../journal/state-journal.ts";
import type { Record as MissionRecord } from "../record/record.ts";
import type { StationClock } from "../station-clock.ts";
import { MediaRecorder, type MediaRecorderOptions } from "./media-recorder.ts";

export interface SessionMediaParts extends Pick<MediaRecorderOptions, "alerts" | "feeds" | "views" | "heat"> {
  readonly record: MissionRecord | undefined;
  readonly journal: StateJournal | undefined;
  readonly clock: StationClock;
}

/** What records a session's pictures, on the clock of its journal; undefined without a record. */
export const mediaOf = ({ record, journal, clock, ...parts }: SessionMediaParts): MediaRecorder | undefined => {
  if (record === undefined || journal === undefined) return undefined;
  return new MediaRecorder({
    ...parts,
    recordFolder: record.folder,
    sessionId: record.sessionId,
    positionOf: (stationMs) => journal.positionOf(stationMs),
    nowMs: () => clock.nowMs(),
    storage: () => record.storage(),
  });
};
