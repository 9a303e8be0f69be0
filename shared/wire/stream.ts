import type { HeatSource } from "../heat/heat-source.ts";
import type { Thing } from "../incident/thing.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { VehicleAction } from "./actions.ts";
import type { FeedView, Landmark } from "./feeds.ts";
import type { SegmentGrade, Whereabouts } from "./incident.ts";
import type { OperationView, Operator } from "./operations.ts";
import type { PlanView } from "./plans.ts";
import type { Alert, ClockView, LinkView, StateSnapshot, StationView, VehicleView } from "./state.ts";

/**
 * What changed since this client's previous delta, latest wins. A vehicle's groups that did not change are absent; a group
 * that became unknown is `null` (JSON has no undefined); a whole entry that went is `null`.
 */
export interface Delta {
  readonly clock: ClockView;
  readonly station?: StationView;
  readonly vehicles?: Readonly<Record<VehicleId, Nullable<VehicleView> | null>>;
  readonly heat?: Readonly<Record<string, HeatSource | null>>;
  readonly links?: Readonly<Record<string, LinkView | null>>;
  readonly alerts?: Readonly<Record<string, Alert | null>>;
  readonly plans?: Readonly<Record<string, PlanView | null>>;
  readonly operations?: Readonly<Record<string, OperationView | null>>;
  readonly feeds?: Readonly<Record<string, FeedView | null>>;
  readonly landmarks?: Readonly<Record<string, Landmark | null>>;
  readonly things?: Readonly<Record<string, Thing | null>>;
  readonly whereabouts?: Readonly<Record<string, Whereabouts | null>>;
  readonly grades?: Readonly<Record<string, SegmentGrade | null>>;
}

/** `null`: what was known is not any more. */
export type Nullable<T> = { readonly [K in keyof T]?: T[K] | null };

/** Ordered, numbered from 1, lossless: a client that reconnects with `?after=N` gets what it missed, once. */
export interface OrderedEvent {
  readonly n: number;
  readonly atMs: number;
  readonly utcMs: number;
  readonly event: StationEvent;
}

/** What happened, each thing once. */
export type StationEvent =
  | { readonly kind: "heat-found"; readonly heat: HeatSource }
  | { readonly kind: "heat-decided"; readonly heat: HeatSource }
  | { readonly kind: "alert-raised"; readonly alert: Alert }
  | { readonly kind: "alert-acknowledged"; readonly alert: Alert }
  | {
      readonly kind: "vehicle-heard" | "vehicle-lost" | "vehicle-back";
      readonly vehicleId: VehicleId;
      readonly name: string;
    }
  /** What was asked, and by whom. */
  | { readonly kind: "operation-begun"; readonly operation: OperationView; readonly action?: VehicleAction }
  /** With its outcome. */
  | { readonly kind: "operation-ended"; readonly operation: OperationView }
  | { readonly kind: "custody-changed"; readonly vehicleId: VehicleId; readonly holder?: Operator }
  /** The plan itself comes with the deltas: thousands of these are held. */
  | {
      readonly kind: "plan-changed";
      readonly planId: string;
      readonly name: string;
      readonly vehicleId: VehicleId;
      readonly revision: number;
      readonly by: string;
    }
  | { readonly kind: "plan-deleted"; readonly planId: string; readonly by: string }
  /** Something of the incident that people should hear of at once; the thing itself comes with the deltas. */
  | {
      readonly kind: "incident-news";
      readonly news: "opened" | "help" | "order" | "clue" | "step" | "phase" | "message";
      readonly thing: string;
      readonly by: string;
      readonly text: string;
    }
  | { readonly kind: "link-added" | "link-removed"; readonly linkId: string; readonly spec: string };

/** Messages of the WebSocket `/api/stream`, station to client. JSON text. */
export type StreamMessage =
  | { readonly type: "snapshot"; readonly snapshot: StateSnapshot }
  | { readonly type: "delta"; readonly delta: Delta }
  | { readonly type: "events"; readonly events: readonly OrderedEvent[] }
  /** After a player's jump, or when events asked for are no longer kept: forget all and take the snapshot that follows. */
  | { readonly type: "reset" };
