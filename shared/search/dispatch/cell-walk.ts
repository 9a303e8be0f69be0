import type { PlanePoint, PlaneRing } from "../../geo/polygon.ts";
import { cellAt, type SearchGrid } from "../grid/search-grid.ts";

/** Tells of one cell that a line passes: its part there is from `fromShare` to `toShare` (0 to 1) of the line. */
type VisitCell = (cell: number, fromShare: number, toShare: number) => void;

/**
 * Every cell that the line from `a` to `b` passes, in order; each shares a side with the one before, so that two lines of
 * cells can't slip through each other (Amanatides and Woo 1987). Parts outside the grid are
 * passed over, and so is a line without numbers.
 */
export const walkCells = (grid: SearchGrid, a: PlanePoint, b: PlanePoint, visit: VisitCell): void => {
  const { cellM, rows, columns } = grid;
  const y = a.northM / cellM + rows / 2;
  const x = a.eastM / cellM + columns / 2;
  const dy = (b.northM - a.northM) / cellM;
  const dx = (b.eastM - a.eastM) / cellM;
  let row = Math.floor(y);
  let column = Math.floor(x);
  if (!Number.isFinite(x + dx + y + dy)) return;
  // Counted, so that rounding on a cell's very edge can't lead past the end.
  let rowsLeft = Math.abs(Math.floor(y + dy) - row);
  let columnsLeft = Math.abs(Math.floor(x + dx) - column);
  const [stepRow, stepColumn] = [dy > 0 ? 1 : -1, dx > 0 ? 1 : -1];
  const far = Number.POSITIVE_INFINITY;
  let nextRow = rowsLeft > 0 ? ((dy > 0 ? row + 1 : row) - y) / dy : far;
  let nextColumn = columnsLeft > 0 ? ((dx > 0 ? column + 1 : column) - x) / dx : far;
  let from = 0;
  for (;;) {
    const to = Math.min(1, nextRow, nextColumn);
    if (row >= 0 && row < rows && column >= 0 && column < columns) visit(row * columns + column, from, to);
    if (rowsLeft === 0 && columnsLeft === 0) return;
    if (nextRow < nextColumn) {
      row += stepRow;
      rowsLeft -= 1;
      nextRow = rowsLeft > 0 ? nextRow + 1 / Math.abs(dy) : far;
    } else {
      column += stepColumn;
      columnsLeft -= 1;
      nextColumn = columnsLeft > 0 ? nextColumn + 1 / Math.abs(dx) : far;
    }
    from = to;
  }
};

/** Marks every cell whose middle lies inside of a polygon (the first ring) and outside of its holes (the others). */
export const fillCells = (grid: SearchGrid, rings: readonly PlaneRing[], marks: Uint8Array): void => {
  const { cellM, rows, columns } = grid;
  const crossings: number[][] = [];
  for (const ring of rings) {
    let from = ring.at(-1);
    for (const to of ring) {
      if (from) {
        const [low, high] = from.northM < to.northM ? [from, to] : [to, from];
        const first = Math.max(0, Math.ceil(low.northM / cellM + rows / 2 - 0.5));
        const end = Math.min(rows, Math.ceil(high.northM / cellM + rows / 2 - 0.5));
        for (let row = first; row < end; row += 1) {
          const northM = (row + 0.5 - rows / 2) * cellM;
          const share = (northM - low.northM) / (high.northM - low.northM);
          crossings[row] ??= [];
          crossings[row]?.push((low.eastM + share * (high.eastM - low.eastM)) / cellM + columns / 2 - 0.5);
        }
      }
      from = to;
    }
  }
  crossings.forEach((row, index) => {
    row.sort((one, other) => one - other);
    for (let i = 0; i + 1 < row.length; i += 2) {
      const first = Math.max(0, Math.ceil(row[i] ?? 0));
      const end = Math.min(columns, Math.ceil(row[i + 1] ?? 0));
      if (end > first) marks.fill(1, index * columns + first, index * columns + end);
    }
  });
};

/** The cells at most `reach` rows and columns from a place's own; none outside the grid. */
export const cellsAround = (grid: SearchGrid, place: PlanePoint, reach: number): readonly number[] => {
  const middle = cellAt(grid, place.northM, place.eastM);
  if (middle < 0) return [];
  const { columns, rows } = grid;
  const [row, column] = [Math.floor(middle / columns), middle % columns];
  const cells: number[] = [];
  for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r += 1) {
    for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c += 1) {
      cells.push(r * columns + c);
    }
  }
  return cells;
};
