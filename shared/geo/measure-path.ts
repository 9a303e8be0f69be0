import { distanceM } from "./geodesic.ts";
import type { LatLon } from "./lat-lon.ts";
import { LocalFrame } from "./local-frame.ts";
import { ringAreaM2 } from "./polygon.ts";

/** A path that was laid on the map, along the ground (WGS-84, no heights). */
export interface MeasuredPath {
  /** From each point to the next, m. */
  readonly legsM: readonly number[];
  readonly lengthM: number;
  /** Of the ring that the path makes with its end joined to its beginning; of three points or more. */
  readonly ring?: { readonly perimeterM: number; readonly areaM2: number };
}

/**
 * Lengths by geodesics (Karney 2013), the area on a local plane about the middle of the path: some 0.01 % wrong at 10 km across,
 * 1 % at 100 km.
 */
export const measurePath = (points: readonly LatLon[]): MeasuredPath => {
  const legsM = points.slice(1).map((point, i) => distanceM(points[i] ?? point, point));
  const lengthM = legsM.reduce((sum, legM) => sum + legM, 0);
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 3 || first === undefined || last === undefined) return { legsM, lengthM };
  const mean = (of: (point: LatLon) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  // Where a path crosses the date line its mean would lie on the other side of the earth: any of its points will do.
  const crosses = points.some(({ lonDeg }) => Math.abs(lonDeg - first.lonDeg) > 180);
  const middle = crosses ? first : { latDeg: mean((point) => point.latDeg), lonDeg: mean((point) => point.lonDeg) };
  const frame = new LocalFrame(middle);
  const areaM2 = Math.abs(ringAreaM2(points.map((point) => frame.toNorthEast(point))));
  return { legsM, lengthM, ring: { perimeterM: lengthM + distanceM(last, first), areaM2 } };
};
