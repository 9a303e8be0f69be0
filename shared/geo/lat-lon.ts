/** A place on the WGS-84 ellipsoid, degrees; latitude in [-90, 90], longitude in [-180, 180]. */
export interface LatLon {
  readonly latDeg: number;
  readonly lonDeg: number;
}
