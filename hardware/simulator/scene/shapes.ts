/** A point or vector of the scene: east, north, up (m MSL for a point). */
export type Vector3 = readonly [number, number, number];

/** An ellipsoid; a body's limb, a crown, a stone. */
export interface Blob {
  readonly kind: "blob";
  readonly centre: Vector3;
  /** Semi-axes: along the heading, across it, up; m. */
  readonly semiAxesM: Vector3;
  /** From true north, clockwise. */
  readonly headingRad: number;
  readonly temperatureK: number;
  /** How much of it grass or leaves hide, in patches; 0 to 1. */
  readonly hiddenFraction: number;
  /** How frayed its outline is, 0 for a smooth one. */
  readonly frayed: number;
}

/** A flat convex face seen from outside; corners counter-clockwise from there. */
export interface Face {
  readonly kind: "face";
  readonly corners: readonly Vector3[];
  readonly temperatureK: number;
}

export type Shape = Blob | Face;
