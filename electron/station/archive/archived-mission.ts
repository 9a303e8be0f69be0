import type { MissionTimeline } from "../../../shared/archive/timeline.ts";
import type { MissionLog, MissionSummary } from "../../../shared/wire/archive.ts";
import type { ArchivedInstant } from "../archived-instant.ts";
import type { MissionMedia } from "../media/mission-media.ts";
import type { FieldSource } from "./log-index.ts";

/** One log of a mission as plots and the inspector see it; positions of `fields` are the log's own: add `offsetMs`. */
export interface MissionTelemetry {
  readonly log: MissionLog;
  readonly path: string;
  readonly fields: FieldSource;
}

/** A mission that is open: recorded by a Lantern, or made of logs. Positions are ms since its beginning and never step back. */
export interface ArchivedMission {
  readonly id: string;
  readonly summary: MissionSummary;
  /** Grows while it is being recorded or read. */
  readonly durationMs: number;
  /** The state at an instant; before the beginning that of the beginning. */
  at(positionMs: number): Promise<ArchivedInstant>;
  timeline(): Promise<MissionTimeline>;
  /** The logs that are open so far. */
  readonly telemetry: readonly MissionTelemetry[];
  /** Opens all logs that aren't yet. */
  openTelemetry(): Promise<readonly MissionTelemetry[]>;
  readonly media: MissionMedia | undefined;
  /** Says where the next (1) or previous (-1) message of telemetry is; undefined where there is none. */
  stepFrom(positionMs: number, direction: 1 | -1): Promise<number | undefined>;
  /** Resolves once all of it was looked through: its summary is what it stays, as long as nothing is written to it. */
  whole(): Promise<void>;
  /** It grew, or its timeline changed. */
  on(listener: () => void): () => void;
  close(): Promise<void>;
}
