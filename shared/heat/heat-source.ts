import type { LatLon } from "../geo/lat-lon.ts";
import type { Rad } from "../units/angle.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { DetectionCategory } from "./detection.ts";

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
  /**
   * What the detector network says of this spot in this one picture, calibrated, 0 to 1. Absent where the network didn't look
   * at this picture; small where it looked and took the spot for something else or nothing.
   */
  readonly personProbability?: number;
  readonly category?: DetectionCategory;
  /** Who found it; absent: our own search for hot spots. */
  readonly finder?: "network" | "onboard";
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
      /** No terrain was known there: level ground was assumed, and the ellipse is wider for it. */
      readonly ground?: "flat";
    }
  | { readonly located: false; readonly reason: "no-pose" | "no-ground" | "no-camera-model" };

/** The best picture of a source by one vehicle: `GET /api/heat/ID/crops/VEHICLEID?v=VERSION` (PNG). */
export interface HeatCrop {
  readonly vehicleId: VehicleId;
  readonly version: number;
  readonly utcMs: number;
}

/** Why a source's probability is what it is: each in log-odds, positive speaks for a person. Absent: nothing known of it. */
export interface PersonEvidence {
  /** What a warm thing on a search is before anything else is known. */
  readonly prior: number;
  readonly network?: number;
  readonly temperature?: number;
  readonly size?: number;
  readonly motion?: number;
  /** Looks that count as independent: another pass, another vehicle, another angle. */
  readonly looks: number;
}

/** How a source moves over the ground. */
export interface HeatVelocity {
  readonly northMps: number;
  readonly eastMps: number;
  /** One sigma of each axis. */
  readonly sigmaMps: number;
}

/** What a source was recognised as by a person: one of our own, or a surveyed mark. Then it tells how wrong cameras point. */
export type HeatIdentity =
  | { readonly kind: "vehicle"; readonly vehicleId: VehicleId }
  | { readonly kind: "landmark"; readonly landmarkId: string };

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
  /** How likely it is a person, 0 to 1, calibrated; absent in records from before it was estimated. */
  readonly personProbability?: number;
  readonly evidence?: PersonEvidence;
  /** Absent for what stands still, or is not known to move. */
  readonly velocity?: HeatVelocity;
  /** One for each vehicle that has a picture of it, the best first. */
  readonly crops?: readonly HeatCrop[];
  readonly identity?: HeatIdentity;
  /** Marked by a person in a picture where no detector saw anything. */
  readonly markedBy?: string;
}
