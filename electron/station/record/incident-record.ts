import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { StoreResult } from "./store-result.ts";

/** One event of an incident's log, as JSON text. */
export interface IncidentRow {
  readonly id: string;
  readonly incidentId: string;
  readonly json: string;
}

/** Where somebody was. */
export interface TrackPoint {
  /** "person/ID", "team/ID", "invite/ID". */
  readonly who: string;
  readonly utcMs: number;
  readonly latDeg: number;
  readonly lonDeg: number;
  /** One standard deviation, m. */
  readonly sigmaM?: number;
  /** Absent: a vehicle's own word, or kept before it was kept. */
  readonly source?: Whereabouts["source"];
}

/** What was looked at, in a form that its writer knows. */
export interface IncidentLook {
  readonly utcMs: number;
  readonly data: Uint8Array;
}

/** A photo, or the rows of a dataset. */
export interface IncidentFile {
  readonly id: string;
  /** `noIncident` for what belongs to a report that isn't opened yet. */
  readonly incidentId: string;
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Of a photo that was sent with a report before its incident was opened. */
export const noIncident = "";

/**
 * The incidents of a record. What returns ok is on the disk, through a power cut too, except for tracks and looks, which only
 * survive the program. Readers return undefined while the database can't be read.
 */
export interface IncidentRecord {
  /** All of them or none. @param shownId this incident is the one to be shown from now on */
  append(rows: readonly IncidentRow[], shownId?: string): StoreResult;
  /** JSON texts in the order they were kept. */
  events(incidentId: string): readonly string[] | undefined;
  /** The oldest first. */
  ids(): readonly string[] | undefined;
  /** The one that was shown last. */
  shownId(): string | undefined;
  appendTracks(incidentId: string, points: readonly TrackPoint[]): StoreResult;
  /** By who, each by time. */
  tracks(incidentId: string): readonly TrackPoint[] | undefined;
  /** The newest point of everybody. */
  lastPoints(incidentId: string): readonly TrackPoint[] | undefined;
  appendLooks(incidentId: string, looks: readonly IncidentLook[]): StoreResult;
  /** In the order they were appended. */
  looks(incidentId: string): readonly IncidentLook[] | undefined;
  keepFile(file: IncidentFile): StoreResult;
  /** Files of `noIncident` become this one's; others stay whose they are. */
  adoptFiles(incidentId: string, ids: readonly string[]): StoreResult;
  /** Undefined, too, where there is none. */
  file(id: string): IncidentFile | undefined;
}
