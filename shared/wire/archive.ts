import { z } from "zod";
import type { LoggedMessage as FoundMessage, LogStream, PlotSeries } from "../archive/log-stream.ts";
import type { MissionTimeline } from "../archive/timeline.ts";
import type { LatLon } from "../geo/lat-lon.ts";
import type { VehicleId, VehicleKind } from "../vehicle/vehicle-state.ts";

export type { LogField, LogStream, PlotSeries } from "../archive/log-stream.ts";
export type { MarkKind, MissionTimeline, TimelineLane, TimelineMark, TimelineSpan } from "../archive/timeline.ts";

/** What is odd about a mission that can be opened all the same: `archive.problem.CODE`. */
export const missionProblems = [
  "cut",
  "damaged",
  "clock-jumped",
  "no-times",
  "not-whole",
  "changed",
  "unreadable",
] as const;
export type MissionProblem = (typeof missionProblems)[number];

/** A vehicle as the list of missions shows it. */
export interface MissionVehicle {
  readonly id: VehicleId;
  readonly name: string;
  readonly kind: VehicleKind;
  readonly colourIndex: number;
  /** Where it went, flat: latDeg, lonDeg, and again; at most 100 points. For the small map. */
  readonly outline: readonly number[];
}

/** A mission in the list: `GET /api/archive`. What isn't known (yet) is absent. */
export interface MissionSummary {
  readonly id: string;
  /** "recorded": by a Lantern, whole. "log": of telemetry files. */
  readonly kind: "recorded" | "log";
  readonly name: string;
  /** Being recorded now, by this station: its end is now. */
  readonly live: boolean;
  readonly startUtcMs?: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly files: readonly string[];
  readonly centre?: LatLon;
  readonly vehicles: readonly MissionVehicle[];
  /** Names of its incidents. */
  readonly incidents: readonly string[];
  readonly heatSources: number;
  readonly confirmedHeat: number;
  /** Where confirmed sources lie, flat: latDeg, lonDeg, and again; at most 50 of them. For the small map. */
  readonly confirmedPlaces: readonly number[];
  readonly hasPictures: boolean;
  readonly notes: number;
  readonly problems: readonly { readonly code: MissionProblem; readonly detail: string }[];
  /** 0 to 1 while its logs are being read for the first time. */
  readonly readFraction?: number;
}

/** `GET /api/archive`; the newest first. */
export interface ArchiveList {
  readonly missions: readonly MissionSummary[];
}

/** What a person wrote at an instant; an empty text is a bookmark. */
export interface MissionNote {
  readonly id: string;
  readonly positionMs: number;
  readonly text: string;
  readonly by: string;
  readonly utcMs: number;
  readonly place?: LatLon;
}

/** A log of a mission; several of one mission lie on one clock. */
export interface MissionLog {
  /** 0, 1, ...: names it in the addresses of plots and messages. */
  readonly n: number;
  readonly name: string;
  readonly format: "tlog" | "raw" | "dataflash" | "ulog";
  readonly bytes: number;
  readonly durationMs: number;
  /** Where its beginning lies in the mission, ms. */
  readonly offsetMs: number;
  /** Who says so, and how sure, 1 sigma. */
  readonly offsetFrom: "clock" | "estimated" | "typed";
  readonly offsetSigmaMs?: number;
  readonly readFraction: number;
  readonly streams: readonly LogStream[];
}

/** Pictures that were recorded. */
export interface MissionFeed {
  readonly id: string;
  readonly vehicleId?: VehicleId;
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** `GET /api/archive/ID`. */
export interface MissionDetails {
  readonly summary: MissionSummary;
  readonly timeline: MissionTimeline;
  readonly notes: readonly MissionNote[];
  readonly logs: readonly MissionLog[];
  readonly feeds: readonly MissionFeed[];
}

/** `GET /api/archive/ID/plot?log=0&field=1/1/ATTITUDE.roll&from=MS&to=MS&width=PX`; positions on the mission's clock. */
export type PlotAnswer = PlotSeries;

type FieldValue = FoundMessage["fields"][string] | null | readonly (number | null)[];
/** A message as the inspector shows it. JSON has no numbers that are none: they come as null. */
export interface LoggedMessage extends Omit<FoundMessage, "fields"> {
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** `GET /api/archive/ID/messages?log=0&at=MS&count=50&direction=back|on&streams=KEY,KEY&text=WORDS`; oldest first. */
export interface MessagesAnswer {
  readonly messages: readonly LoggedMessage[];
  /** More lie beyond. */
  readonly more: boolean;
}

/** Where a player is. */
export interface PlayerView {
  readonly missionId: string;
  /** Ms since the mission's beginning. */
  readonly positionMs: number;
  /** UTC of that instant, as it was stamped; absent where no log has times. */
  readonly utcMs?: number;
  /** Grows while the mission is being recorded or read. */
  readonly durationMs: number;
  readonly playing: boolean;
  /** 0.1 to 100, negative: backwards. */
  readonly speed: number;
  readonly skipIdle: boolean;
  /** 0 to 1 while a log is being read for the first time. */
  readonly readFraction?: number;
}

/** What a client says on `/api/archive/ID/stream`. */
export const PlayerCommand = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("seek"), positionMs: z.number().min(0).max(1e12) }),
  z.strictObject({
    type: z.literal("play"),
    speed: z.number().refine((speed) => Math.abs(speed) >= 0.1 && Math.abs(speed) <= 100),
  }),
  z.strictObject({ type: z.literal("pause") }),
  z.strictObject({ type: z.literal("skip-idle"), on: z.boolean() }),
  /** To the next or previous message of telemetry. */
  z.strictObject({ type: z.literal("step"), direction: z.union([z.literal(1), z.literal(-1)]) }),
]);
export type PlayerCommand = z.infer<typeof PlayerCommand>;

/**
 * Messages of `/api/archive/ID/stream` beside those of the live stream (snapshot, delta, reset), which carry the state at the
 * player's instant: `station.mode` is "replay" in them. No ordered events come.
 */
export type PlayerMessage =
  | { readonly type: "player"; readonly player: PlayerView }
  /** The timeline, notes or logs changed: fetch the details anew. */
  | { readonly type: "details-changed" };

/** What `verify` found. */
export interface VerifyAnswer {
  readonly ok: boolean;
  readonly checked: readonly {
    readonly name: string;
    readonly ok: boolean;
    /** How many records or frames were checked. */
    readonly records: number;
    /** Of the first bad record: what is wrong and where. */
    readonly fault?: string;
  }[];
}
