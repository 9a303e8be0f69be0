import type { LatLon } from "../../geo/lat-lon.ts";

/** Where a vehicle was. What isn't known is absent. */
export interface TrackPoint extends LatLon {
  /** UTC, ms since 1970. */
  readonly utcMs?: number;
  /** Above mean sea level. */
  readonly altMslM?: number;
  /** Above home, as the vehicle says it. */
  readonly aboveHomeM?: number;
  readonly speedMps?: number;
  /** Of the nose, from true north. */
  readonly headingRad?: number;
}

/** A vehicle's way. */
export interface ExportTrack {
  readonly id: string;
  readonly name: string;
  /** "multirotor", "ground-robot" ... */
  readonly kind?: string;
  /** In their order, in pieces of any size, so that no whole log lies in memory; asked for as often as a format needs it. */
  readonly points: () => AsyncIterable<readonly TrackPoint[]>;
}

/** A place by itself: home, a mission's item, where a photo was taken, a heat source, a note. */
export interface ExportMark extends LatLon {
  readonly kind: "home" | "mission-item" | "photo" | "heat" | "clue" | "note" | "last-known";
  readonly name: string;
  readonly vehicleId?: string;
  readonly utcMs?: number;
  readonly altMslM?: number;
  /** Above home, where that is all that is known. */
  readonly aboveHomeM?: number;
  readonly text?: string;
}

/** What a file says of itself. */
export interface ExportMeta {
  readonly name: string;
  readonly description?: string;
  readonly marks: () => AsyncIterable<readonly ExportMark[]>;
}

/** Points further apart in time than this are not joined by a line: nobody knows the way between them. */
export const gapMs = 30_000;

/** Whether a line goes on from one point to the next. */
export const isJoined = (from: TrackPoint | undefined, to: TrackPoint): boolean => {
  if (from?.utcMs === undefined || to.utcMs === undefined) return from !== undefined;
  const stepMs = to.utcMs - from.utcMs;
  return stepMs >= -gapMs && stepMs <= gapMs;
};

/** 1e-7 degrees are a centimetre, which is what telemetry has. */
export const degText = (deg: number): string => deg.toFixed(7);
/** Millimetres. */
export const metreText = (m: number): string => String(Number(m.toFixed(3)));

/** ISO 8601 in UTC; undefined for times that no calendar has. */
export const timeText = (utcMs: number | undefined): string | undefined =>
  utcMs === undefined || !(Math.abs(utcMs) <= 8.64e15) ? undefined : new Date(utcMs).toISOString();
