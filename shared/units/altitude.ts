/**
 * A height with its reference: "msl" above mean sea level (EGM96), "home" above the vehicle's home point,
 * "terrain" above the ground below, "ellipsoid" above WGS-84.
 */
export type AltitudeReference = "msl" | "home" | "terrain" | "ellipsoid";

export interface Altitude {
  readonly reference: AltitudeReference;
  readonly m: number;
}
