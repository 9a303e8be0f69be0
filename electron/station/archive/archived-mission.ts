import type { MissionTimeline } from "../../../shared/archive/timeline.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { MissionFeed, MissionLog, MissionSummary } from "../../../shared/wire/archive.ts";
import type { SearchAt } from "../../../shared/wire/search-answers.ts";
import type { ClockView } from "../../../shared/wire/state.ts";
import type { PublishedState } from "../published-state.ts";
import type { TrailParts } from "../trails.ts";
import type { FieldSource } from "./log-index.ts";

/** Everything that clients saw at one instant. */
export interface ArchivedInstant extends TrailParts {
  /** As it was: ages of what is in the state are against its `nowMs`. */
  readonly clock: ClockView;
  readonly state: PublishedState;
}

/** Pictures, tiles and files of a mission, under the names that they had live. */
export interface MissionMedia {
  readonly feeds: readonly MissionFeed[];
  /**
   * What a feed's video socket sent, from the last whole picture (a key or a JPEG) at or before `fromMs` up to `toMs`: pieces one
   * after the other, each with its length before it (uint32, little-endian), then a byte: 0 text (a FeedMessage as JSON), 1 a
   * binary video message, whose capture time is on the mission's clock.
   * @param everyMs whole pictures alone, so far apart at least: for fast play; absent: all
   * @param delivery "jpeg": of a stream, too, for a browser that can't decode it
   * @returns undefined where there is no such feed
   */
  pieces(
    feedId: string,
    fromMs: number,
    toMs: number,
    everyMs?: number,
    delivery?: "jpeg",
  ): Promise<Uint8Array | undefined>;
  /** A tile of the probability map as it was in that version; undefined where it showed nothing. */
  tile(version: number, tile: { layer: string; z: number; x: number; y: number }): Promise<Uint8Array | undefined>;
  /** What lay under a place in that version of the probability map. */
  searchAt(version: number, place: LatLon): Promise<SearchAt | undefined>;
  /** PNG. */
  thumbnail(heatId: string, version: number | undefined): Promise<Uint8Array | undefined>;
  crop(heatId: string, vehicleId: string, version: number | undefined): Promise<Uint8Array | undefined>;
  /** A photo of the incident. */
  file(id: string): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
}

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
