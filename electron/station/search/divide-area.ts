import type { BaseMapFeature } from "../../../shared/geo/base-map.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { gridSegments } from "../../../shared/search/segments/grid-segments.ts";
import { lineSegments } from "../../../shared/search/segments/line-segments.ts";
import type { SegmentsResult } from "../../../shared/search/segments/segment.ts";

export interface DivideAsk {
  readonly ring: readonly LatLon[];
  readonly by: "grid" | "lines";
  readonly sizeM2: number;
  /** Names in use. */
  readonly taken: readonly string[];
}

const dividing: ReadonlySet<BaseMapFeature["kind"]> = new Set(["road", "track", "stream", "water"]);

/** What people see in the field and know when they stand at it: ways, ditches, banks. */
const linesOf = (features: readonly BaseMapFeature[]): readonly (readonly LatLon[])[] =>
  features.flatMap(({ kind, geometry }) => {
    if (!dividing.has(kind)) return [];
    const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
    return lines.map((line) => line.map(([lonDeg, latDeg]) => ({ latDeg, lonDeg })));
  });

/** Parts an area into segments, named by letters that are free. */
export const divideArea = (
  { ring, by, sizeM2, taken }: DivideAsk,
  features: readonly BaseMapFeature[],
): SegmentsResult => {
  const area = { outline: ring, holes: [] };
  const options = { targetM2: sizeM2, taken };
  return by === "grid" ? gridSegments(area, options) : lineSegments(area, linesOf(features), options);
};
