import type { BaseMapFeature } from "../../../shared/geo/base-map.ts";
import type { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { PlanePoint } from "../../../shared/geo/polygon.ts";
import { walkCells } from "../../../shared/search/dispatch/cell-walk.ts";
import { spansIn } from "../../../shared/search/grid/cell-spans.ts";
import { markNearLine } from "../../../shared/search/grid/near-lines.ts";
import { cellCount, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";

/** Off paths a robot takes so much longer; an assumption. */
const offPath = 1.3;
/** It keeps so far from shores and walls, m. */
const marginM = 3;

/**
 * Where a robot can walk, as the planner's slowness: 1 on roads and tracks, which are bridges over water and brooks too, more off
 * them, Infinity in water, brooks and buildings.
 */
export const walkableCells = (
  features: readonly BaseMapFeature[],
  grid: SearchGrid,
  frame: LocalFrame,
): Float32Array => {
  const slowness = new Float32Array(cellCount(grid)).fill(offPath);
  const toPlane = (line: readonly (readonly [number, number])[]): readonly PlanePoint[] =>
    line.map(([lonDeg, latDeg]) => frame.toNorthEast({ latDeg, lonDeg }));
  const close = (cell: number): void => {
    slowness[cell] = Number.POSITIVE_INFINITY;
  };
  for (const { kind, geometry } of features) {
    if (geometry.type === "Polygon" && (kind === "water" || kind === "building")) {
      const rings = geometry.coordinates.map(toPlane);
      spansIn(grid, rings, (from, to) => slowness.fill(Number.POSITIVE_INFINITY, from, to));
      for (const ring of rings) markNearLine(grid, ring, marginM, close);
    }
    if (geometry.type === "LineString" && kind === "stream") eachCellOf(grid, toPlane(geometry.coordinates), close);
  }
  for (const { kind, geometry } of features)
    if (geometry.type === "LineString" && (kind === "road" || kind === "track"))
      eachCellOf(grid, toPlane(geometry.coordinates), (cell) => {
        slowness[cell] = 1;
      });
  return slowness;
};

/** Cells that share sides, so that no way among eight neighbours slips through. */
const eachCellOf = (grid: SearchGrid, line: readonly PlanePoint[], take: (cell: number) => void): void => {
  for (const [i, to] of line.entries()) {
    const from = line[i - 1];
    if (from !== undefined) walkCells(grid, from, to, take);
  }
};
