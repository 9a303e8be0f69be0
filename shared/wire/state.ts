import type { LatLon } from "../geo/lat-lon.ts";
import type { HeatSource } from "../heat/heat-source.ts";
import type { Thing } from "../incident/thing.ts";
import type { TrailDetails } from "../vehicle/trail-details.ts";
import type { VehicleId, VehicleState } from "../vehicle/vehicle-state.ts";
import type { CameraCorrection, FeedView, Landmark, TerrainView } from "./feeds.ts";
import type { IncomingReport, SearchView, SegmentGrade, Whereabouts } from "./incident.ts";
import type { OperationView, Operator, VehicleControl } from "./operations.ts";
import type { PlanView } from "./plans.ts";

/** A vehicle as clients see it: the model, and what the station derives. */
export interface VehicleView extends VehicleState, VehicleControl {
  /** Callsign shown everywhere: "D1", "R1"; from kind and order of appearance, or the scenario's or user's name. */
  readonly name: string;
  /** Index into the Okabe-Ito colours; fixed for the vehicle's life. */
  readonly colourIndex: number;
  /** The live camera footprint on the ground, clipped where it is open to the horizon. */
  readonly footprint?: readonly LatLon[];
  /** Its thermal camera's stream. */
  readonly thermal?: { readonly state: "connecting" | "streaming" | "stalled" | "ended"; readonly detail?: string };
  /** The newest of the vehicle's own time-stamps did not move for a while though packets flow. */
  readonly frozen?: boolean;
  /** How wrong its thermal camera points. */
  readonly correction?: CameraCorrection;
}

/** A link as it is shown. */
export interface LinkView {
  readonly id: string;
  readonly spec: string;
  readonly state: "opening" | "open" | "waiting" | "closed";
  readonly fault?: { readonly code: string; readonly detail: string };
  readonly address?: string;
  readonly channels: readonly ChannelView[];
  /** Opened by the station itself (the simulator's): not removable. */
  readonly builtIn: boolean;
}

/** One peer of a link; rates over the last seconds. */
export interface ChannelView {
  readonly id: string;
  readonly remote: string;
  readonly framesPerS: number;
  readonly bytesPerS: number;
  /** Totals since it opened. */
  readonly frames: number;
  readonly skippedBytes: number;
  readonly badChecksums: number;
  readonly unknownMessages: number;
  readonly lossFraction: number;
  readonly vehicleIds: readonly VehicleId[];
  /** Text heard before the first frame (a booting autopilot), at most 1 kB. */
  readonly bootText?: string;
}

/** Rendered from catalogues by its code: `alert.CODE` with `params`. */
export interface Alert {
  readonly id: string;
  readonly code: AlertCode;
  readonly severity: "info" | "warning" | "critical";
  readonly params: Readonly<Record<string, string | number>>;
  readonly vehicleId?: VehicleId;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly firstUtcMs: number;
  readonly count: number;
  /** What it tells of is still so. A past one stays in the list until acknowledged. */
  readonly active: boolean;
  readonly acknowledged?: { readonly by: string; readonly utcMs: number };
}

/** Each has a title and a tip in both catalogues: `alert.CODE.title`, `alert.CODE.tip`. */
export const alertCodes = [
  "vehicle-lost",
  "vehicle-back",
  "system-id-conflict",
  "gcs-id-conflict",
  "link-fault",
  "link-garbage",
  "link-flood",
  "recording-failed",
  "record-recovered",
  "storage-low",
  "pictures-not-recorded",
  "simulator-stopped",
  "thermal-stalled",
  "battery-low",
  "battery-critical",
  "failsafe",
  "vehicle-message",
  "frozen-clock",
  "clock-jumped",
  "above-120m",
  "custody-asked",
  "custody-changed",
  "mission-mixed",
  "ghost-overdue",
  "ghost-back",
  "plans-too-close",
  "feed-fault",
  "picture-frozen",
  "detector-fault",
  "examples-full",
  "example-lost",
  "team-silent",
  "assignment-overdue",
  "help-called",
  "order-unacknowledged",
  "incident-conflict",
] as const;
export type AlertCode = (typeof alertCodes)[number];

/**
 * The station clock, ms, that every `...Ms` in the state is on. It is monotonic; of an instant of the archive it is the
 * mission's, and `rate` may be anything, 0 when paused. A client's "now" is `nowMs` plus its own elapsed time since the delta, times `rate`.
 */
export interface ClockView {
  readonly nowMs: number;
  readonly utcMs: number;
  readonly rate: number;
}

/** The archived mission that is played; positions are ms since its beginning. */
export interface ReplayView {
  readonly file: string;
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly positionMs: number;
  readonly durationMs: number;
  readonly speed: number;
  readonly playing: boolean;
}

/** What the station is doing. */
export interface StationView {
  readonly mode: "live" | "simulation" | "replay";
  readonly version: string;
  /** Our own MAVLink system id. */
  readonly gcsSystemId: number;
  readonly scenarioName?: string;
  readonly simulationSpeed?: number;
  readonly replay?: ReplayView;
  readonly recording:
    | { readonly state: "recording"; readonly folder: string; readonly bytes: number }
    | { readonly state: "failed"; readonly code: string; readonly detail: string }
    | { readonly state: "off" };
  /** A base map is at /api/terrain. */
  readonly hasBaseMap: boolean;
  /** Where the map starts. */
  readonly centre?: LatLon;
  readonly terrain?: TerrainView;
  /** Labelled pictures that can be taken home: `GET /api/examples.zip`. */
  readonly examples?: number;
  /** A report that waits for somebody to open the incident. */
  readonly report?: IncomingReport;
  /** The probability map of the incident that is shown. */
  readonly search?: SearchView;
  /** Who is connected now. */
  readonly operators?: readonly Operator[];
}

/** All of it: `GET /api/state`, and the first message of the stream. */
export interface StateSnapshot {
  readonly clock: ClockView;
  readonly station: StationView;
  readonly vehicles: Readonly<Record<VehicleId, VehicleView>>;
  /** The last five minutes, flat: latDeg, lonDeg, atMs, and again; oldest first, at most one point a second. */
  readonly trails: Readonly<Record<VehicleId, readonly number[]>>;
  /** What is known of those points beside; absent in what was recorded before there was any. */
  readonly trailDetails?: Readonly<Record<VehicleId, TrailDetails>>;
  readonly heat: Readonly<Record<string, HeatSource>>;
  readonly links: Readonly<Record<string, LinkView>>;
  readonly alerts: Readonly<Record<string, Alert>>;
  readonly plans: Readonly<Record<string, PlanView>>;
  /** Streams of pictures, of all vehicles. */
  readonly feeds: Readonly<Record<string, FeedView>>;
  readonly landmarks: Readonly<Record<string, Landmark>>;
  /** What the incident that is shown is made of, by `thingKey`. */
  readonly things: Readonly<Record<string, Thing>>;
  /** Where people and teams are, by "person/ID", "team/ID", "invite/ID". */
  readonly whereabouts: Readonly<Record<string, Whereabouts>>;
  /** How each segment stands, by the segment's id. */
  readonly grades: Readonly<Record<string, SegmentGrade>>;
  /** What vehicles are being asked for, and what ended in the last minute. */
  readonly operations: Readonly<Record<string, OperationView>>;
  /** The number of the newest ordered event that this state includes. */
  readonly eventN: number;
  /** Names the numbering: event numbers mean the same things only where this is equal. Another record counts anew. */
  readonly numbering: string;
}
