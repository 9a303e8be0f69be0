import type { LatLon } from "../geo/lat-lon.ts";

/** Where a vehicle should be at a time. Between two of them it goes straight and evenly; two at one place are a wait. */
export interface TimedPoint extends LatLon {
  /** Since the mission began. Never falls along a path. */
  readonly atS: number;
  /** Absent where neither terrain nor home's height is known. */
  readonly altMslM?: number;
  /** Absent for the way home that follows a plan. */
  readonly elementId?: string;
}

/** A plan as it should come about. */
export interface TimedPath {
  readonly points: readonly TimedPoint[];
  /** Loops until stopped: after the last point it goes on with this one, and so for ever. */
  readonly repeatsFromIndex?: number;
}
