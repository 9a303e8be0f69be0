import type { LatLon } from "../geo/lat-lon.ts";

/** What a vehicle that is not heard is taken to be doing. */
export type GhostPhase = "mission" | "returning" | "landing" | "landed" | "holding" | "unknown";

/** Where a vehicle that is not heard should be, from its plan, its failsafe and its speed; an expectation, never a position. */
export interface Ghost extends LatLon {
  /** Station clock, ms: for when this is. */
  readonly atMs: number;
  /** Since when it is not heard. */
  readonly lostMs: number;
  readonly altMslM?: number;
  readonly phase: GhostPhase;
  /** Which failsafe was assumed, and whether the vehicle's own parameters say so. */
  readonly failsafe: { readonly action: "return" | "continue" | "land" | "hold" | "unknown"; readonly known: boolean };
  /**
   * Why it is taken to do what it does: neither hears the other and its failsafe acts; only its own words are lost, so that it
   * goes on as before; its battery is low. The region holds them all.
   */
  readonly assumed: "link-lost" | "still-hears" | "low-battery";
  /** The way it is expected to go from here. */
  readonly path: readonly LatLon[];
  /** Inside of it the vehicle is with some 95 %, if it flies as expected; grows with time. */
  readonly region: readonly LatLon[];
  /** Station clock, ms: when it should be in range, and heard, again; absent where nothing says it comes back. */
  readonly expectedBackMs?: number;
  /** It should be back already. */
  readonly overdue: boolean;
}
