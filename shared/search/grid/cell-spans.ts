import type { PlaneRing } from "../../geo/polygon.ts";
import { cellCount, columnEastM, rowNorthM, type SearchGrid } from "./search-grid.ts";

/** Cells `from` up to, but not with, `to`, all of one row. */
export type TakeSpan = (from: number, to: number) => void;

/** The first column whose middle is not west of a line, within the grid. */
const columnFrom = (grid: SearchGrid, eastM: number): number => {
  const column = Math.ceil(eastM / grid.cellM + grid.columns / 2 - 0.5);
  if (!(column > 0)) return 0;
  if (column > grid.columns) return grid.columns;
  // The division rounds: what decides is the middle itself, so that a loop with a point-in-polygon test agrees to the cell.
  if (columnEastM(grid, column - 1) >= eastM) return column - 1;
  return columnEastM(grid, column) < eastM ? Math.min(column + 1, grid.columns) : column;
};

/**
 * Gives the cells whose middle lies inside rings (even-odd: a second ring inside the first is a hole), row by row; looks at
 * no others. Polygons that share a side share no cell.
 * @param rings in the grid's plane, either way round; those with a corner that is no number enclose nothing
 */
export const spansIn = (grid: SearchGrid, rings: readonly PlaneRing[], take: TakeSpan): void => {
  let southM = Number.POSITIVE_INFINITY;
  let northM = Number.NEGATIVE_INFINITY;
  let corners = 0;
  for (const ring of rings) {
    for (const corner of ring) {
      if (!Number.isFinite(corner.northM + corner.eastM)) return;
      if (corner.northM < southM) southM = corner.northM;
      if (corner.northM > northM) northM = corner.northM;
      corners += 1;
    }
  }
  const firstRow = Math.max(0, Math.floor(southM / grid.cellM + grid.rows / 2 - 0.5));
  const lastRow = Math.min(grid.rows - 1, Math.ceil(northM / grid.cellM + grid.rows / 2 - 0.5));
  const crossings = new Float64Array(corners);
  for (let row = firstRow; row <= lastRow; row += 1) {
    const found = crossingsOf(rings, rowNorthM(grid, row), crossings);
    for (let i = 0; i + 1 < found; i += 2) {
      const from = columnFrom(grid, crossings[i] ?? 0);
      const to = columnFrom(grid, crossings[i + 1] ?? 0);
      if (from < to) take(row * grid.columns + from, row * grid.columns + to);
    }
  }
};

/** Where sides cross a parallel, m east, in order. @returns how many */
const crossingsOf = (rings: readonly PlaneRing[], northM: number, crossings: Float64Array): number => {
  let found = 0;
  for (const ring of rings) {
    let from = ring[ring.length - 1];
    for (const to of ring) {
      if (from && from.northM > northM !== to.northM > northM) {
        const share = (northM - from.northM) / (to.northM - from.northM);
        const eastM = from.eastM + share * (to.eastM - from.eastM);
        let place = found;
        for (; place > 0 && (crossings[place - 1] ?? 0) > eastM; place -= 1)
          crossings[place] = crossings[place - 1] ?? 0;
        crossings[place] = eastM;
        found += 1;
      }
      from = to;
    }
  }
  return found;
};

/** The cells whose middle lies inside rings, by their index, ascending. */
export const cellsIn = (grid: SearchGrid, rings: readonly PlaneRing[]): Int32Array => {
  let count = 0;
  spansIn(grid, rings, (from, to) => {
    count += to - from;
  });
  const cells = new Int32Array(Math.min(count, cellCount(grid)));
  let next = 0;
  spansIn(grid, rings, (from, to) => {
    for (let cell = from; cell < to; cell += 1) {
      cells[next] = cell;
      next += 1;
    }
  });
  return cells;
};
