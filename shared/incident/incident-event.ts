import type { Role } from "./roles.ts";
import type { ThingFields, ThingKind } from "./things.ts";

/**
 * Hybrid logical time (Kulkarni et al. 2014): wall time that never runs backwards, and a counter for what happens within one
 * millisecond. Compared by `utcMs`, then `counter`, then the station's id, so that every station orders events alike.
 */
export interface HybridTime {
  readonly utcMs: number;
  readonly counter: number;
}

/** Who did it, as was known then: names and roles may change, what was done under them doesn't. */
export interface Author {
  readonly id: string;
  readonly name: string;
  /** "station": what the program noticed or worked out by itself. */
  readonly role: Role | "station";
}

/**
 * How much of each station's events somebody had seen, by station id: the highest `n`. A write supersedes the writes it had
 * seen; two that had not seen each other are concurrent, and both are kept.
 */
export type Seen = Readonly<Record<string, number>>;

/** One entry of the incident's log; never changed, never deleted. */
export interface IncidentEvent {
  readonly id: string;
  readonly incidentId: string;
  readonly stationId: string;
  /** Counts the events of this station, from 1. */
  readonly n: number;
  readonly time: HybridTime;
  readonly author: Author;
  /** When it happened, where that is earlier than when the station heard of it: a phone that was without network. */
  readonly happenedUtcMs?: number;
  readonly body: IncidentBody;
}

export type IncidentBody =
  /** Makes a thing, or changes some of its fields; `null` empties one. */
  | {
      readonly [K in ThingKind]: {
        readonly kind: "put";
        readonly thing: K;
        readonly thingId: string;
        readonly fields: { readonly [F in keyof ThingFields[K]]?: ThingFields[K][F] | null };
        /** What the author had seen of this thing. */
        readonly seen: Seen;
      };
    }[ThingKind]
  /** Adds to what happened to a thing; steps are never concurrent, only ordered. */
  | {
      readonly kind: "step";
      readonly thing: ThingKind;
      readonly thingId: string;
      readonly step: StepName;
      readonly text?: string;
      readonly place?: { readonly latDeg: number; readonly lonDeg: number };
      /** Of a checklist: which item. */
      readonly item?: number;
    };

/** What can happen to a thing: orders and assignments, messages, clues, questions, hand-overs. */
export const stepNames = [
  "sent",
  "seen",
  "acknowledged",
  "accepted",
  "declined",
  "on-the-way",
  "on-scene",
  "done",
  "cancelled",
  "checked",
  "item-done",
  "item-undone",
  "answered",
  "called-for-help",
  "note",
] as const;
export type StepName = (typeof stepNames)[number];
