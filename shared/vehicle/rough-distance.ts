import type { LatLon } from "../geo/lat-lon.ts";

const metresPerDeg = 111_320;

/** Flat-earth distance, m: good to a percent over some kilometres, and cheap. */
export const roughDistanceM = (a: LatLon, b: LatLon): number => {
  const lonStepDeg = b.lonDeg - a.lonDeg;
  const eastDeg = (lonStepDeg - 360 * Math.round(lonStepDeg / 360)) * Math.cos((a.latDeg * Math.PI) / 180);
  return Math.hypot(b.latDeg - a.latDeg, eastDeg) * metresPerDeg;
};
