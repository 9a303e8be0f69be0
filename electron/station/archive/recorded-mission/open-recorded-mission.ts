import { join } from "node:path";
import { JournalReader } from "../../journal/journal-reader.ts";
import type { StateJournal } from "../../journal/state-journal.ts";
import type { MissionMedia } from "../../media/mission-media.ts";
import type { IncidentFile } from "../../record/incident-record.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import type { OpenedLogIndex } from "../index/open-log-index.ts";
import { RecordedMission } from "./recorded-mission.ts";
import { SessionRows } from "./session-rows.ts";
import { SoundStates } from "./sound-states.ts";

export interface RecordedMissionOptions {
  /** Of the record, or of an imported mission: holds lantern.db, journal/SESSION and telemetry. Never written to. */
  readonly folder: string;
  readonly sessionId: string;
  /** In the archive; the session's where absent. */
  readonly id?: string;
  /** Of a session that this very process records. */
  readonly live?: Pick<StateJournal, "on" | "durationMs">;
  /** Somebody else recorded it. */
  readonly foreign?: true;
  /** Its telemetry is read by this. */
  readonly openLog: (path: string) => Promise<OpenedLogIndex>;
  /** Its pictures; asked once. Closed with the mission where they can be. */
  readonly openMedia?: (place: RecordedPlace) => Promise<(MissionMedia & { close?(): Promise<void> }) | undefined>;
}

/** What else lies on the mission's clock needs to know of it. */
export interface RecordedPlace {
  readonly folder: string;
  readonly sessionId: string;
  /** Station ms at position 0. */
  readonly startMs: number;
  readonly startUtcMs: number;
  /** A photo of the incident. */
  readonly file: (id: string) => IncidentFile | undefined;
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
  const { folder, sessionId } = options;
  let rows: SessionRows | undefined;
  try {
    rows = new SessionRows(folder, sessionId);
    if (rows.session() === undefined) {
      rows.close();
      return { ok: false, fault: { code: "no-session", detail: `${folder} has no session ${sessionId}.` } };
    }
    const reader = await JournalReader.open(join(folder, "journal", sessionId));
    if (reader === undefined) {
      rows.close();
      const detail = `Session ${sessionId} was recorded without a journal, or nothing of it can be read. Open its telemetry logs.`;
      return { ok: false, fault: { code: "no-journal", detail } };
    }
    const kept = rows;
    const { startMs, startUtcMs } = reader;
    const place = { folder, sessionId, startMs, startUtcMs, file: (id: string) => kept.file(id) };
    const media = await options.openMedia?.(place);
    const soundness = options.foreign === undefined ? {} : { soundness: new SoundStates() };
    return { ok: true, mission: new RecordedMission({ ...options, ...soundness, reader, rows, media }) };
  } catch (error) {
    rows?.close();
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `The record in ${folder} can't be read (${reason}). Check that its disk is connected and that you may read it.`;
    return { ok: false, fault: { code: "unreadable", detail } };
  }
};
