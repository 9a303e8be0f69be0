import type { PlanePoint } from "../../geo/polygon.ts";

/** A vehicle as the planner sees it; places are in the plane of the grid. */
export interface SearchingVehicle {
  readonly id: string;
  readonly at: PlanePoint;
  /** From true north, rad; absent: standing. */
  readonly headingRad?: number;
  readonly speedMps: number;
  /** Width of the ground that its sensor sees, across its way, m. */
  readonly swathM: number;
  /** Probability that one pass finds the subject where its swath goes over, 0 to 1. */
  readonly detection: number;
  /** What turning round costs it, s; smaller turns in proportion to 1 - cos. */
  readonly turnS: number;
  /** Where it must return to; absent: it need not. */
  readonly home?: PlanePoint;
  /** Time left until it must be at home, reserve already taken off, s. */
  readonly enduranceS: number;
  /**
   * For what walks or drives: how many times longer a metre takes in each cell of the grid than on good ground; Infinity where
   * it can't go. Absent in the air.
   */
  readonly slowness?: Float32Array;
  /** Whether it may go straight from one place to another, for what flies among fences; absent: anywhere. */
  readonly mayGo?: (from: PlanePoint, to: PlanePoint) => boolean;
}

/** Where a vehicle goes next. */
export interface PlannedPath {
  readonly vehicleId: string;
  /** Waypoints in the grid's plane; the first is where it is. Empty: it has no time left but to go home, or nothing is left. */
  readonly path: readonly PlanePoint[];
  /** When it is at each, s from now. */
  readonly timesS: readonly number[];
  readonly durationS: number;
  /** Probability of finding the subject on the way. */
  readonly gain: number;
}
