/** A value with its one sigma. */
export interface Estimated {
  readonly value: number;
  readonly sigma: number;
}

/**
 * How wrong a camera points and how wrong its capture times are: what has to be added to its heading (rad), its pitch (rad)
 * and its capture times (ms of the vehicle's clock).
 */
export interface CameraBias {
  readonly headingRad: number;
  readonly pitchRad: number;
  readonly timeMs: number;
}

/** A bias as it was estimated from sightings of known places. */
export interface BiasEstimate {
  readonly headingRad: Estimated;
  readonly pitchRad: Estimated;
  readonly timeMs: Estimated;
  /** Rows and columns: heading (rad), pitch (rad), time (ms). */
  readonly covariance: readonly (readonly number[])[];
  /** How many count; those that fit nothing don't. */
  readonly sightings: number;
  /** How many were left out, since they fit nothing. */
  readonly leftOut: number;
}
