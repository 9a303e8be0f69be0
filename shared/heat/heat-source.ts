import type { LatLon } from "../geo/lat-lon.ts";
import type { Rad } from "../units/angle.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";

/** A hot spot in one frame, pixels from the top left; fractional centre. */
export interface HotSpot {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly areaPx: number;
  /** Hottest pixel, K; undefined where the camera is not radiometric. */
  readonly peakK?: number;
  /** Mean of the spot above its local background, K (counts where not radiometric). */
  readonly contrastK: number;
  /** Contrast over the background's noise. */
  readonly snr: number;
  /** Hottest pixel above the warm parts of the whole picture (95 % of it are cooler), K; undefined where not radiometric. */
  readonly aboveSceneK?: number;
  /** It reaches the picture's border, so that nothing tells how large it is. */
  readonly cut?: boolean;
}

/** 2x2 covariance in metres squared, north-east. */
export interface CovarianceNe {
  readonly nn: number;
  readonly ne: number;
  readonly ee: number;
}

/** An ellipse that holds the truth with 95 %: semi-axes of sqrt(5.991) sigma; azimuth of the major axis from true north. */
export interface Ellipse95 {
  readonly semiMajorM: number;
  readonly semiMinorM: number;
  readonly azimuthRad: Rad;
}

export type HeatDecision =
  | { readonly state: "new" }
  | { readonly state: "confirmed" | "dismissed"; readonly by: string; readonly atMs: number; readonly utcMs: number };

export type HeatLocation =
  | {
      readonly located: true;
      readonly position: LatLon;
      readonly groundMslM?: number;
      readonly covariance: CovarianceNe;
      readonly ellipse95: Ellipse95;
    }
  | { readonly located: false; readonly reason: "no-pose" | "no-ground" | "no-camera-model" };

/** One thing that is warm, seen by any number of vehicles. */
export interface HeatSource {
  readonly id: string;
  /** The short number drawn on the map, counting from 1. */
  readonly number: number;
  readonly location: HeatLocation;
  /** Hottest, K; absent where no camera was radiometric. */
  readonly peakK?: number;
  readonly contrastK: number;
  /** Extent on the ground, m (the larger side), where located. */
  readonly sizeM?: number;
  readonly sightings: number;
  /** Numbers of sources that turned out to be this one; their sightings are counted here. */
  readonly mergedNumbers?: readonly number[];
  readonly vehicleIds: readonly VehicleId[];
  /** Station clock, ms. */
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** UTC of the same, for people. */
  readonly firstSeenUtcMs: number;
  readonly lastSeenUtcMs: number;
  /** Raised with every better crop: `GET /api/heat/ID/thumbnail?v=N` (PNG). 0: none yet. */
  readonly thumbnailVersion: number;
  readonly decision: HeatDecision;
}
