import { between, distanceToSideM, type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { cellMiddle, columnEastM, rowNorthM, type SearchGrid } from "./search-grid.ts";

/** Marks the cells whose middle is within a distance of a line; at least those that the line runs through. */
export const markNearLine = (
  grid: SearchGrid,
  line: readonly PlanePoint[],
  withinM: number,
  mark: (cell: number) => void,
): void => {
  const reachM = Math.max(withinM, grid.cellM * Math.SQRT1_2);
  const pieceM = 4 * reachM;
  for (let i = 1; i < line.length; i += 1) {
    const [from, to] = [line[i - 1], line[i]];
    if (!from || !to) continue;
    // A long slanting line in pieces: their boxes together are far smaller than its own.
    const pieces = Math.max(1, Math.ceil(planeDistanceM(from, to) / pieceM));
    for (let k = 0; k < pieces; k += 1)
      markNearPiece(grid, between(from, to, k / pieces), between(from, to, (k + 1) / pieces), reachM, mark);
  }
};

const markNearPiece = (
  grid: SearchGrid,
  a: PlanePoint,
  b: PlanePoint,
  reachM: number,
  mark: (cell: number) => void,
): void => {
  const rowOf = (northM: number) => Math.floor(northM / grid.cellM + grid.rows / 2);
  const columnOf = (eastM: number) => Math.floor(eastM / grid.cellM + grid.columns / 2);
  const lastRow = Math.min(grid.rows - 1, rowOf(Math.max(a.northM, b.northM) + reachM));
  const lastColumn = Math.min(grid.columns - 1, columnOf(Math.max(a.eastM, b.eastM) + reachM));
  const firstColumn = Math.max(0, columnOf(Math.min(a.eastM, b.eastM) - reachM));
  for (let row = Math.max(0, rowOf(Math.min(a.northM, b.northM) - reachM)); row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const middle = { northM: rowNorthM(grid, row), eastM: columnEastM(grid, column) };
      if (distanceToSideM(middle, a, b) <= reachM) mark(row * grid.columns + column);
    }
  }
};

/** Marks the cells whose middle is within a distance of a cell's middle. */
export const markNearCell = (grid: SearchGrid, cell: number, withinM: number, mark: (cell: number) => void): void => {
  const middle = cellMiddle(grid, cell);
  markNearPiece(grid, middle, middle, Math.max(withinM, grid.cellM * Math.SQRT1_2), mark);
};
