import { type PlanePoint, type PlaneRing, turnOf } from "./polygon.ts";

/** A disc; a point where `radiusM` is 0. */
export interface Disc extends PlanePoint {
  readonly radiusM: number;
}

/** Corners that stand for a disc; they lie a little outside of it, so that it is whole inside of them. */
const discCorners = 16;

/** The smallest convex polygon around discs, counter-clockwise (Andrew 1979); empty for no discs. */
export const hullAround = (discs: readonly Disc[]): PlaneRing => {
  const stretch = 1 / Math.cos(Math.PI / discCorners);
  const points = discs.flatMap(({ northM, eastM, radiusM }): PlanePoint[] =>
    radiusM <= 0
      ? [{ northM, eastM }]
      : Array.from({ length: discCorners }, (_, i) => {
          const angleRad = (2 * Math.PI * i) / discCorners;
          return {
            northM: northM + stretch * radiusM * Math.cos(angleRad),
            eastM: eastM + stretch * radiusM * Math.sin(angleRad),
          };
        }),
  );
  const sorted = points.sort((a, b) => a.eastM - b.eastM || a.northM - b.northM);
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.toReversed());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
};

const halfHull = (points: readonly PlanePoint[]): readonly PlanePoint[] => {
  const hull: PlanePoint[] = [];
  for (const point of points) {
    for (;;) {
      const [a, b] = [hull.at(-2), hull.at(-1)];
      if (!a || !b || turnOf(a, b, point) > 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
};
