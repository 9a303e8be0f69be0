import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import type { IncidentRecord } from "./incident-record.ts";
import type { RecordFault, StoreResult } from "./store-result.ts";

export type { RecordFault, StoreResult } from "./store-result.ts";

/**
 * The mission archive: a folder with `lantern.db` (events, latest state) and `telemetry/*.tlog`. What `append` accepted is on
 * the disk, even through a power cut; of telemetry and heat updates at most a second is lost when the process is killed.
 */
export interface Record {
  readonly folder: string;
  readonly sessionId: string;
  readonly state: RecordState;
  /** What the crash before this session left behind; undefined after a clean end. */
  readonly recovered: Recovered | undefined;
  /** What else the user must be told of, from opening on. */
  readonly notices: readonly RecordNotice[];
  /** The highest event number of all sessions in this folder, 0 where there is none: count on from here. */
  readonly newestN: number;
  /** Bytes of telemetry written in this session. */
  readonly telemetryBytes: number;
  /** Frames that found neither disk nor room in memory since the session began. */
  readonly lostFrames: number;
  on(listener: (change: RecordChange) => void): () => void;

  /**
   * Stores an event and what belongs to it in one transaction. When it returns ok, neither kill -9 nor a power cut loses it:
   * acknowledge a request only then.
   */
  append(event: RecordEvent, belongings?: Belongings): StoreResult;
  /** Stores a heat source's newest state within 250 ms; a later one overwrites. For decisions use `append` with `heat`. */
  saveHeat(heat: HeatSource): void;
  /** Forgets a source, and its picture, within 250 ms: it turned out to be another one. What was said of it stays said. */
  removeHeat(heatId: string): void;
  /** Stores a PNG within 250 ms; a later one overwrites. */
  saveThumbnail(thumbnail: Thumbnail): void;
  thumbnail(heatId: string): Thumbnail | undefined;
  /** All plans as JSON texts, the oldest first, of every session; undefined while the record can't be read. */
  plans(): readonly string[] | undefined;
  /** Every revision of a plan, deleted or not, as JSON texts, the oldest first; undefined while the record can't be read. */
  planRevisions(planId: string): readonly string[] | undefined;
  /** Small things of one kind as JSON texts by id, of every session; undefined while the record can't be read. */
  kept(kind: string): ReadonlyMap<string, string> | undefined;
  /** Stores one of them; when it returns ok no power cut loses it. `undefined` forgets it. */
  keep(kind: string, id: string, json: string | undefined): StoreResult;
  /** Logs of incidents, tracks, files; of every session. */
  readonly incidents: IncidentRecord;
  /** Where the journal of this session belongs, and what it has to say. */
  readonly journal: JournalKeeping;
  /** Events in the order they were appended, of one session or all, after number `afterN`. */
  readEvents(range?: { readonly sessionId?: string; readonly afterN?: number; readonly limit?: number }): StoredEvent[];
  sessions(): RecordedSession[];

  /** The log of one link, made at its first frame. */
  telemetry(linkId: string, spec: string): TelemetryLog;
  /** Of the disk that the folder is on; undefined where the system doesn't say. */
  storage(): Promise<StorageSpace | undefined>;
  /** Writes out everything and marks the session as ended cleanly. */
  close(): Promise<void>;
}

/** The journal of a session as the record sees it. */
export interface JournalKeeping {
  readonly folder: string;
  /** It can't be written: the record says that it fails. */
  failed(error: unknown): void;
  works(): void;
  /** So many chunks are finished, and the last of them has this hash. */
  sealed(chunks: number, sha256: string): void;
}

/** Whether what happens is being kept. */
export type RecordState =
  | { readonly state: "recording" }
  /** Nothing is thrown away yet: telemetry waits in memory as long as it has room; events are refused. Tried again every few seconds. */
  | { readonly state: "failed"; readonly fault: RecordFault; readonly sinceUtcMs: number }
  | { readonly state: "closed" };

/** What was done about something damaged; nothing was thrown away. */
export interface RecordNotice {
  readonly code:
    | "database-set-aside" // it couldn't be read: it was renamed to `file`, and a new one begun
    | "telemetry-not-checked"; // a crashed session's log could not be opened or cut
  readonly file: string;
  readonly detail: string;
}

/** What listeners of a record hear. */
export type RecordChange =
  | { readonly kind: "state"; readonly state: RecordState }
  | { readonly kind: "notice"; readonly notice: RecordNotice }
  /** Only where the record could not be opened at first, and now could. */
  | { readonly kind: "recovered"; readonly recovered: Recovered };

/** One thing that happened, as it is kept. */
export interface RecordEvent {
  readonly kind: string;
  /** The number in the ordered stream, where it has one. */
  readonly n?: number;
  readonly utcMs: number;
  /** Station clock. */
  readonly atMs: number;
  /** Anything that JSON can hold. */
  readonly data: unknown;
  /** Absent: through a power cut too. What a station notices by itself, maybe often, needn't wait for the disk each time. */
  readonly durability?: "survives-kill";
}

/** An event as it was read back, `data` as JSON gives it. */
export interface StoredEvent extends RecordEvent {
  readonly sessionId: string;
}

/** What an event tells the newest state of. A heat source brings its saved picture along. */
export interface Belongings {
  readonly heat?: HeatSource | undefined;
  readonly thumbnail?: Thumbnail | undefined;
  readonly plan?: PlanView | undefined;
  readonly deletedPlanId?: string | undefined;
}

/** A heat source's picture, a PNG. `version` counts up with each better one. */
export interface Thumbnail {
  readonly heatId: string;
  readonly version: number;
  readonly png: Uint8Array;
}

/** The open .tlog of one link. */
export interface TelemetryLog {
  /**
   * Adds a frame, received or sent; copied, so borrowed bytes will do. Never throws and never waits. A SETUP_SIGNING's key is
   * blanked in the copy.
   * @param utcUs UTC, microseconds since 1970
   * @param start where the frame is in `bytes`
   */
  frame(bytes: Uint8Array, utcUs: number, start?: number, length?: number): void;
  /** The link is gone: writes out and closes the file. */
  close(): Promise<void>;
}

/** Of the disk that the record lies on. */
export interface StorageSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** One run of the station. */
export interface RecordedSession {
  readonly id: string;
  readonly startedUtcMs: number;
  /** Absent while it runs. A recovered one ended when it was last known to live. */
  readonly endedUtcMs?: number;
  readonly end?: "clean" | "recovered";
  readonly telemetryFiles: readonly string[];
}

/** What a run that was killed left behind. */
export interface Recovered {
  readonly sessionId: string;
  readonly startedUtcMs: number;
  /** Of its last event, or its start where it had none. */
  readonly lastEventUtcMs: number;
  /** When it was last known to live, to some seconds. */
  readonly lastSeenUtcMs: number;
  readonly events: number;
  /** As last stored; already taken over into the new session with their thumbnails. */
  readonly heat: readonly HeatSource[];
  readonly telemetryFiles: readonly RecoveredFile[];
}

/** A telemetry log of a run that was killed, cut back to its last whole frame. */
export interface RecoveredFile {
  /** Relative to the record's folder. */
  readonly file: string;
  readonly bytesKept: number;
  /** What followed the last whole frame; kept beside the log as FILE.torn. */
  readonly bytesCutOff: number;
}
