import { wrapLonDeg } from "./geodesic.ts";
import type { LatLon } from "./lat-lon.ts";

/** Whether a place lies inside a small polygon (some kilometres across), by the even-odd rule; across the date line too. */
export const isInside = (place: LatLon, polygon: readonly LatLon[]): boolean => {
  let inside = false;
  let from = polygon.at(-1);
  for (const to of polygon) {
    if (from && from.latDeg > place.latDeg !== to.latDeg > place.latDeg) {
      const [fromEast, toEast] = [wrapLonDeg(from.lonDeg - place.lonDeg), wrapLonDeg(to.lonDeg - place.lonDeg)];
      const share = (place.latDeg - from.latDeg) / (to.latDeg - from.latDeg);
      if (fromEast + share * (toEast - fromEast) > 0) inside = !inside;
    }
    from = to;
  }
  return inside;
};
