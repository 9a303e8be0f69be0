import type { VehicleId } from "../vehicle/vehicle-state.ts";

/** What a mark tells of; each has words in both catalogues: `mark.KIND`. */
export const markKinds = [
  "mode",
  "armed",
  "disarmed",
  "vehicle-heard",
  "vehicle-lost",
  "vehicle-back",
  "reboot",
  "status-text",
  "alert",
  "heat-found",
  "heat-decided",
  "order",
  "operation",
  "incident",
  "message",
  "clue",
  "photo",
  "clock-jump",
  "clock-back",
  "damage",
  "cut",
  "duplicate-id",
  "mission-item",
] as const;
export type MarkKind = (typeof markKinds)[number];

/** One thing that happened, on a lane. Positions are ms since the mission's beginning and never step back. */
export interface TimelineMark {
  readonly positionMs: number;
  readonly kind: MarkKind;
  /** A mode's name, a message's text, a heat source's number ... in its author's words; empty where there are none. */
  readonly text: string;
  /** Which alert, command, decision, step of an order or phase of a search: screens say it in the reader's language. */
  readonly code?: string;
  /** What an alert's words are filled with. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Warnings and worse are drawn so. */
  readonly severity?: "info" | "warning" | "critical";
  readonly vehicleId?: VehicleId;
  /** What to select: a heat source, an alert, a thing of the incident, a note. */
  readonly ref?: string;
}

/** Something that lasted. */
export interface TimelineSpan {
  readonly fromMs: number;
  /** Of what lasts still: where the record ends so far. */
  readonly toMs: number;
  readonly kind: "mode" | "armed" | "gap" | "video" | "recorded" | "missing";
  readonly text: string;
}

export interface TimelineLane {
  /** "vehicle/1", "heat", "orders", "messages", "media", "record". */
  readonly id: string;
  readonly kind: "vehicle" | "heat" | "orders" | "messages" | "media" | "record";
  /** A vehicle's; the others are named by their kind. */
  readonly name?: string;
  readonly vehicleId?: VehicleId;
  readonly colourIndex?: number;
  readonly spans: readonly TimelineSpan[];
  readonly marks: readonly TimelineMark[];
}

/** All of a mission at one look. */
export interface MissionTimeline {
  readonly startUtcMs?: number;
  readonly durationMs: number;
  readonly lanes: readonly TimelineLane[];
  /** Nobody moves and nothing happens: skipped when asked for. */
  readonly idle: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Where UTC goes: piecewise, `utcMs = positionMs + utcOffsetMs` from each `fromMs` on. A step is a clock that jumped. */
  readonly clock: readonly { readonly fromMs: number; readonly utcOffsetMs: number }[];
}
