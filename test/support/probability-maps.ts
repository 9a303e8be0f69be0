import type { PlaneRing } from "../../shared/geo/polygon.ts";
import { cellCount, type SearchGrid } from "../../shared/search/grid/search-grid.ts";
import type { LayerPlace } from "../../shared/search/probability/layers.ts";
import { checkPrior } from "../../shared/search/probability/prior.ts";
import { ProbabilityMap } from "../../shared/search/probability/probability-map.ts";

export const gridOf = (columns: number, rows: number, cellM = 10): SearchGrid => ({
  centre: { latDeg: 30.5, lonDeg: 103.25 },
  cellM,
  columns,
  rows,
});

/** The planning point in the grid's middle. */
export const middleOf = (grid: SearchGrid): LayerPlace => ({ grid, northM: 0, eastM: 0 });

/** A map whose prior must be right. */
export const mapOf = (grid: SearchGrid, mass: Float32Array, row: number): ProbabilityMap => {
  const checked = checkPrior(mass, row, cellCount(grid));
  if (!checked.ok) throw new Error(`The prior was refused: ${JSON.stringify(checked.problems)}`);
  return new ProbabilityMap(grid, checked.prior);
};

/** The same mass in each cell. */
export const evenMap = (grid: SearchGrid, row = 0): ProbabilityMap => {
  const count = cellCount(grid);
  return mapOf(grid, new Float32Array(count).fill((1 - row) / count), row);
};

/** Corners (north, east), m. */
export const planeRing = (...corners: readonly (readonly [number, number])[]): PlaneRing =>
  corners.map(([northM, eastM]) => ({ northM, eastM }));

export const rectangle = (southM: number, westM: number, heightM: number, widthM: number): PlaneRing =>
  planeRing([southM, westM], [southM, westM + widthM], [southM + heightM, westM + widthM], [southM + heightM, westM]);

export const sumOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);
