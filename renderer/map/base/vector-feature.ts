import type { BaseMapFeature, BaseMapFeatureKind } from "../../../shared/geo/base-map.ts";
import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";

/** A feature in world coordinates, with its bounds, ready to be drawn at any zoom. */
export interface VectorFeature {
  readonly kind: BaseMapFeatureKind;
  readonly name: string | undefined;
  readonly closed: boolean;
  /** Flat x, y; a polygon's first is its outline. */
  readonly paths: readonly Float64Array[];
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
  /** Steady for a feature; gives neighbouring fields different tones. */
  readonly tone: number;
}

export function vectorFeature(feature: BaseMapFeature, index: number): VectorFeature {
  const { geometry } = feature;
  const closed = geometry.type === "Polygon";
  const paths = (geometry.type === "Polygon" ? geometry.coordinates : [geometry.coordinates]).map(flatPath);
  let west = Number.POSITIVE_INFINITY;
  let north = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.NEGATIVE_INFINITY;
  for (const path of paths) {
    for (let i = 0; i + 1 < path.length; i += 2) {
      west = Math.min(west, path[i] ?? west);
      east = Math.max(east, path[i] ?? east);
      north = Math.min(north, path[i + 1] ?? north);
      south = Math.max(south, path[i + 1] ?? south);
    }
  }
  return {
    kind: feature.kind,
    name: feature.name,
    closed,
    paths,
    west,
    north,
    east,
    south,
    tone: (index * 7919) % 997,
  };
}

function flatPath(coordinates: readonly (readonly [number, number])[]): Float64Array {
  const path = new Float64Array(coordinates.length * 2);
  coordinates.forEach(([lonDeg, latDeg], i) => {
    path[i * 2] = worldX(lonDeg);
    path[i * 2 + 1] = worldY(latDeg);
  });
  return path;
}

/** Does it touch the square from `x`, `y` with a side of `side`, all in world units? */
export const touches = (feature: VectorFeature, x: number, y: number, side: number): boolean =>
  feature.west <= x + side && feature.east >= x && feature.north <= y + side && feature.south >= y;
