import { cornerOf, type PlanePoint, type PlaneRing, planeDistanceM, ringAreaM2 } from "../../geo/polygon.ts";
import { insetRings, sidedRings } from "../../geo/polygon-offset.ts";
import type { Stretch } from "./sweep-order.ts";

export interface PerimeterOptions {
  readonly insetM: number;
  readonly laps: number;
  readonly spacingM: number;
  readonly from?: PlanePoint | undefined;
  /** No more laps are begun beyond so many points. */
  readonly maxPoints: number;
}

/**
 * Laps along the inside of an outline, each `spacingM` further in, keeping away from holes as far as from the outline; where the
 * area is too narrow a lap falls into several, or away. Each ends where it began.
 */
export const perimeterLaps = (rings: readonly PlaneRing[], options: PerimeterOptions): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let at = options.from;
  let left = insetRings(sidedRings(rings), options.insetM);
  let points = 0;
  for (let lap = 0; lap < options.laps && points <= options.maxPoints; lap += 1) {
    // What goes round to the right goes around a hole.
    const waiting = left.filter((ring) => ringAreaM2(ring) > 0);
    for (let next = takeNearest(waiting, at); next; next = takeNearest(waiting, at)) {
      stretches.push(next);
      points += next.length;
      at = next.at(-1);
    }
    if (lap + 1 < options.laps) left = insetRings(left, options.spacingM);
  }
  return stretches;
};

/** Takes the ring that has a corner nearest to a place, begun and ended there. */
const takeNearest = (rings: PlaneRing[], at: PlanePoint | undefined): Stretch | undefined => {
  let [nearest, corner, nearestM] = [-1, 0, Number.POSITIVE_INFINITY];
  for (const [i, ring] of rings.entries()) {
    for (const [j, point] of ring.entries()) {
      const awayM = at === undefined ? 0 : planeDistanceM(at, point);
      if (awayM < nearestM) [nearest, corner, nearestM] = [i, j, awayM];
    }
  }
  const ring = rings.splice(nearest, nearest < 0 ? 0 : 1)[0];
  return ring && [...ring.slice(corner), ...ring.slice(0, corner), cornerOf(ring, corner)];
};
