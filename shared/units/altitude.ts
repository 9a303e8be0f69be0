/** What a height counts from: the vehicle's home, the ground below the place, or mean sea level. */
export type AltitudeReference = "home" | "ground" | "msl";

/** A height that says what it counts from, so that 60 m above home is never taken for 60 m above the sea. */
export interface Altitude {
  readonly reference: AltitudeReference;
  readonly m: number;
}
