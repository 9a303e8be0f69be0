import type { LatLon } from "../geo/lat-lon.ts";

/** A place that the vehicle comes through. */
export interface TrackNode {
  readonly place: LatLon;
  /** Absent where neither terrain nor home's height is known. */
  readonly altMslM?: number;
  /** On the way to here, m/s over ground. */
  readonly speedMps: number;
  /** It stays, s. */
  readonly holdS: number;
  /** It comes through without braking: a point on a circle. */
  readonly smooth: boolean;
  /** Comes down to the ground here, slowly at the end. */
  readonly landing: boolean;
  readonly elementId?: string;
}
