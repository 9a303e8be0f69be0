import { cornerOf, type PlanePoint, type PlaneRing, planeDistanceM, ringAreaM2 } from "../../geo/polygon.ts";
import { PolygonIndex } from "../../geo/polygon-index.ts";
import { insetRings } from "../../geo/polygon-offset.ts";
import type { Stretch } from "./sweep-order.ts";

export interface PerimeterOptions {
  readonly insetM: number;
  readonly laps: number;
  readonly spacingM: number;
  readonly from?: PlanePoint | undefined;
}

/** How much further from the outline than the inset a lap's corner may be and still be around it and not around a hole. */
const nearM = 1;

/**
 * Laps along the inside of an outline, each `spacingM` further in, keeping away from holes as far as from the outline; where the
 * area is too narrow a lap falls into several, or away. Each ends where it began.
 */
export const perimeterLaps = (rings: readonly PlaneRing[], options: PerimeterOptions): readonly Stretch[] => {
  const outline = new PolygonIndex(rings.slice(0, 1));
  const stretches: Stretch[] = [];
  let at = options.from;
  for (let lap = 0; lap < options.laps; lap += 1) {
    const insetM = options.insetM + lap * options.spacingM;
    const waiting = insetRings(rings, insetM).filter(
      (ring) => ringAreaM2(ring) > 0 && ring.some((corner) => outline.isNearEdge(corner, insetM + nearM)),
    );
    if (waiting.length === 0) break;
    for (let next = takeNearest(waiting, at); next; next = takeNearest(waiting, at)) {
      stretches.push(next);
      at = next.at(-1);
    }
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
