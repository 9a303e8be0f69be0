import type { LatLon } from "../../../shared/geo/lat-lon.ts";

interface Looked {
  /** "vehicle/ID" or "team/ID". */
  readonly by: string;
  readonly utcMs: number;
  /** The search's own clock, ms: never goes back, not at a restart either, and runs as fast as a simulation does. */
  readonly lookMs: number;
}

/** One picture's look at the ground, as it is kept: the map can be made anew of them, on whatever grid. */
export interface CameraLook extends Looked {
  readonly kind: "camera";
  /** How long the picture stands for, s. */
  readonly exposureS: number;
  /** Where the camera was: what hills hide isn't seen. */
  readonly eye: LatLon & { readonly altMslM: number };
  readonly aboveGroundM: number;
  /** Angle that one pixel sees, rad. */
  readonly ifovRad: number;
  /** What it shows of the ground. */
  readonly ring: readonly LatLon[];
}

/** A piece of a team's way. */
export interface TrackLook extends Looked {
  readonly kind: "track";
  readonly from: LatLon;
  readonly to: LatLon;
  /** How wide the whole team sees, m. */
  readonly sweepWidthM: number;
}

export type KeptLook = CameraLook | TrackLook;
