import { distanceM, wrapLonDeg } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";

/** The first share of a way by its length, 0 to 1. */
export const partOfWay = (path: readonly LatLon[], share: number): readonly LatLon[] => {
  const legsM = path.map((at, i) => distanceM(path[i - 1] ?? at, at));
  let leftM = share * legsM.reduce((sum, m) => sum + m, 0);
  const part: LatLon[] = [];
  for (const [i, to] of path.entries()) {
    const [from, legM] = [path[i - 1] ?? to, legsM[i] ?? 0];
    if (legM > leftM) {
      const of = leftM / legM;
      // A leg is short: along it degrees are as good as metres.
      const [latDeg, lonDeg] = [
        from.latDeg + of * (to.latDeg - from.latDeg),
        from.lonDeg + of * wrapLonDeg(to.lonDeg - from.lonDeg),
      ];
      return [...part, { latDeg, lonDeg: wrapLonDeg(lonDeg) }];
    }
    part.push(to);
    leftM -= legM;
  }
  return part;
};
