import type { LatLon } from "../../../shared/geo/lat-lon.ts";

/** What simulated people tell the post, as phones would. */
export type CastNews =
  | { readonly what: "join"; readonly teamId: string }
  | {
      readonly what: "fix";
      readonly teamId: string;
      readonly place: LatLon;
      readonly courseRad: number;
      readonly speedMps: number;
    }
  | {
      readonly what: "step";
      readonly teamId: string;
      readonly assignmentId: string;
      readonly step: "accepted" | "on-the-way" | "on-scene" | "done" | "declined";
      readonly text?: string;
    }
  | { readonly what: "say"; readonly teamId: string; readonly text: string }
  /** They stand beside the person. */
  | { readonly what: "found"; readonly teamId: string; readonly text: string; readonly place: LatLon };

/** An order of the post to one team. */
export interface CastOrder {
  readonly assignmentId: string;
  readonly teamId: string;
  /** Where to go; of a search the rings of its segments. */
  readonly place?: LatLon;
  readonly rings?: readonly (readonly LatLon[])[];
}

/** What the post tells simulated people. */
export type ToCast =
  | { readonly kind: "open" }
  | { readonly kind: "order"; readonly order: CastOrder }
  | { readonly kind: "cancel"; readonly assignmentId: string }
  /** The search is over: everybody comes back. */
  | { readonly kind: "return" };
