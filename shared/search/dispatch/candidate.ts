import type { LatLon } from "../../geo/lat-lon.ts";

/**
 * How somebody travels. "wheels" need roads and tracks; "bike" (bicycle, motorcycle, OHV) takes fields as well; both end
 * with a walk where no road leads to the target, and so does "boat" where it lands. "wing" is anything that flies.
 */
export type TravelMode = "foot" | "wheels" | "bike" | "boat" | "wing";

export interface TravelMeans {
  readonly mode: TravelMode;
  /**
   * m/s: walking on a level path, driving on a road, over water or through the air. Absent: `travelSpeeds`; a wing has no
   * speed of its own there.
   */
  readonly speedMps?: number;
}

/** A person, a team or a vehicle that might be sent. */
export interface Candidate {
  readonly id: string;
  /** Who goes together: see `NearestOptions.per`. */
  readonly teamId?: string;
  /** Absent: never heard of where it is. */
  readonly place?: LatLon;
  readonly positionUtcMs?: number;
  readonly readiness: "ready" | "busy" | "resting" | "off";
  readonly skills: readonly string[];
  /** Its choice of ways to travel; the one that is there first counts. */
  readonly means: readonly TravelMeans[];
  /** What battery or fuel lasts for, s. Absent: no limit. */
  readonly enduranceS?: number;
  /** Where it must be back before `enduranceS` is over; absent: where it is now. */
  readonly home?: LatLon;
}
