import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";

/** From one place of a vehicle's way to another one of the same way. */
export interface TimeBetween {
  readonly vehicleId: string;
  readonly ms: number;
  /** Along the way that it really went, m. */
  readonly wayM: number;
}

/** Farther from a vehicle's way than this a point isn't meant to lie on it, m. */
const onWayM = 15;

/** Of a trail (latDeg, lonDeg, atMs and again) the point that is nearest; -1 where none is near enough. */
const nearestOf = (trail: readonly number[], place: LatLon): number => {
  let [nearest, leastM] = [-1, onWayM];
  for (let i = 0; i + 2 < trail.length; i += 3) {
    const [latDeg = 0, lonDeg = 0] = [trail[i], trail[i + 1]];
    // Cheap first: a degree of latitude is 111 km.
    if (Math.abs(latDeg - place.latDeg) > 0.001) continue;
    const farM = distanceM(place, { latDeg, lonDeg });
    if (farM < leastM) [nearest, leastM] = [i, farM];
  }
  return nearest;
};

/** Whoever went from about one place to about the other in the trails that are shown, and how long it took. */
export const timesBetween = (
  trails: Readonly<Record<string, readonly number[]>>,
  from: LatLon,
  to: LatLon,
): readonly TimeBetween[] =>
  Object.entries(trails).flatMap(([vehicleId, trail]) => {
    const [a, b] = [nearestOf(trail, from), nearestOf(trail, to)];
    if (a < 0 || b < 0 || a === b) return [];
    const [first, last] = a < b ? [a, b] : [b, a];
    let wayM = 0;
    for (let i = first; i + 3 <= last; i += 3)
      wayM += distanceM(
        { latDeg: trail[i] ?? 0, lonDeg: trail[i + 1] ?? 0 },
        { latDeg: trail[i + 3] ?? 0, lonDeg: trail[i + 4] ?? 0 },
      );
    return [{ vehicleId, ms: Math.abs((trail[b + 2] ?? 0) - (trail[a + 2] ?? 0)), wayM }];
  });
