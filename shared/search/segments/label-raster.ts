import type { PlanePoint, PlaneRing } from "../../geo/polygon.ts";
import { spansIn } from "../grid/cell-spans.ts";
import { cellCount, type SearchGrid } from "../grid/search-grid.ts";
import type { PlaneArea } from "../patterns/plane-area.ts";

/** Cells outside of the area. */
export const outside = -1;

/** An area in square cells, each with the number of the segment that it belongs to. */
export interface LabelRaster {
  readonly grid: SearchGrid;
  /** By cell; `outside` is no segment. */
  readonly labels: Int32Array;
  /** 1 where a line runs that people see in the field. */
  readonly onLine: Uint8Array;
}

/** A segment of the wanted size has so many cells: its border is true to a twentieth of its width. */
const cellsPerSegment = 400;
/** In all; above, cells grow with the area. */
const mostCells = 1_500_000;

/** The edge of a cell for segments of a size in an area, m. */
export const cellFor = (targetM2: number, areaM2: number): number =>
  Math.sqrt(Math.max(targetM2 / cellsPerSegment, areaM2 / mostCells));

/** The area in cells of about `cellM`, all with label 0; one cell around it is outside. */
export const rasterOf = ({ frame, rings }: PlaneArea, cellM: number): LabelRaster => {
  const reach = (of: (corner: PlanePoint) => number) =>
    Math.ceil(Math.max(0, ...(rings[0] ?? []).map((corner) => Math.abs(of(corner)))) / cellM) + 1;
  const grid: SearchGrid = {
    centre: frame.origin,
    cellM,
    rows: 2 * reach(({ northM }) => northM),
    columns: 2 * reach(({ eastM }) => eastM),
  };
  const labels = new Int32Array(cellCount(grid)).fill(outside);
  spansIn(grid, rings.slice(0, 1), (from, to) => labels.fill(0, from, to));
  // Holes one by one: they may overlap.
  for (const hole of rings.slice(1)) spansIn(grid, [hole], (from, to) => labels.fill(outside, from, to));
  return { grid, labels, onLine: new Uint8Array(labels.length) };
};

/** Marks the cells that a line runs through, without a gap that a neighbour by an edge could slip through. */
export const markLine = ({ grid, onLine }: LabelRaster, line: PlaneRing): void => {
  const { cellM, rows, columns } = grid;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1], line[i]];
    if (!a || !b) continue;
    const steps = Math.max(1, Math.ceil((2 * Math.hypot(b.northM - a.northM, b.eastM - a.eastM)) / cellM));
    for (let k = 0; k <= steps; k += 1) {
      const row = Math.floor((a.northM + ((b.northM - a.northM) * k) / steps) / cellM + rows / 2);
      const column = Math.floor((a.eastM + ((b.eastM - a.eastM) * k) / steps) / cellM + columns / 2);
      if (row >= 0 && row < rows && column >= 0 && column < columns) onLine[row * columns + column] = 1;
    }
  }
};

/**
 * Numbers connected cells (by their edges) that `belong` together anew, from 0.
 * @param start which cells may begin a part; those that none reaches keep -1
 * @returns the cells of each part
 */
export const connectedParts = (
  { grid, labels }: LabelRaster,
  start: (cell: number) => boolean,
  belong: (from: number, to: number) => boolean,
): Int32Array[] => {
  const seen = new Uint8Array(labels.length);
  const open = new Int32Array(labels.length);
  const parts: Int32Array[] = [];
  const around = [1, -1, grid.columns, -grid.columns];
  for (let first = 0; first < labels.length; first += 1) {
    if (seen[first] === 1 || labels[first] === outside || !start(first)) continue;
    let [taken, count] = [0, 1];
    open[0] = first;
    seen[first] = 1;
    while (taken < count) {
      const cell = open[taken] ?? 0;
      taken += 1;
      // The raster's rim is outside, so that no neighbour lies over its edge.
      for (const step of around) {
        const next = cell + step;
        if (seen[next] === 1 || labels[next] === outside || !belong(cell, next)) continue;
        seen[next] = 1;
        open[count] = next;
        count += 1;
      }
    }
    parts.push(open.slice(0, count));
  }
  return parts;
};

/** Gives every cell of each part the part's number. */
export const label = ({ labels }: LabelRaster, parts: readonly Int32Array[]): void => {
  for (const [number, cells] of parts.entries()) for (const cell of cells) labels[cell] = number;
};
