import type { LatLon } from "./lat-lon.ts";

/** Per degree; the ripple that BD-09 lays over GCJ-02. */
const ripple = (Math.PI * 3000) / 180;

/** Where a GCJ-02 place is drawn on a map of Baidu's; formula of public knowledge (coordtransform). */
export const gcj02ToBd09 = ({ latDeg, lonDeg }: LatLon): LatLon => {
  const z = Math.hypot(lonDeg, latDeg) + 0.00002 * Math.sin(latDeg * ripple);
  const theta = Math.atan2(latDeg, lonDeg) + 0.000003 * Math.cos(lonDeg * ripple);
  return { latDeg: z * Math.sin(theta) + 0.006, lonDeg: z * Math.cos(theta) + 0.0065 };
};

/** The GCJ-02 place of what stands at a place of a map of Baidu's; the published inverse, which errs by less than 1 m. */
export const bd09ToGcj02 = (place: LatLon): LatLon => {
  const [x, y] = [place.lonDeg - 0.0065, place.latDeg - 0.006];
  const z = Math.hypot(x, y) - 0.00002 * Math.sin(y * ripple);
  const theta = Math.atan2(y, x) - 0.000003 * Math.cos(x * ripple);
  return { latDeg: z * Math.sin(theta), lonDeg: z * Math.cos(theta) };
};
