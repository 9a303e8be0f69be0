import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import type { PlanePoint } from "../../geo/polygon.ts";

/**
 * Square cells over the country that is searched, in the plane of a `LocalFrame` at their middle. Row 0 is the southernmost,
 * column 0 the westernmost; what belongs to a cell lies in arrays at `row * columns + column`.
 */
export interface SearchGrid {
  /** The middle of the whole grid. */
  readonly centre: LatLon;
  readonly cellM: number;
  readonly columns: number;
  readonly rows: number;
}

/** The plane that the cells are square in: m north and east of the grid's middle. */
export const gridFrame = (grid: SearchGrid): LocalFrame => new LocalFrame(grid.centre);

export const cellCount = ({ columns, rows }: SearchGrid): number => columns * rows;

/** The cell that a place of the plane lies in, or -1 outside. */
export const cellAt = ({ cellM, columns, rows }: SearchGrid, northM: number, eastM: number): number => {
  const row = Math.floor(northM / cellM + rows / 2);
  const column = Math.floor(eastM / cellM + columns / 2);
  return row < 0 || row >= rows || column < 0 || column >= columns ? -1 : row * columns + column;
};

/** The middle of a cell in the plane, m. */
export const cellMiddle = ({ cellM, columns, rows }: SearchGrid, cell: number): PlanePoint => ({
  northM: (Math.floor(cell / columns) + 0.5 - rows / 2) * cellM,
  eastM: ((cell % columns) + 0.5 - columns / 2) * cellM,
});

/** Of the middles of a row's cells, m north of the grid's middle. */
export const rowNorthM = ({ cellM, rows }: SearchGrid, row: number): number => (row + 0.5 - rows / 2) * cellM;

/** Of the middles of a column's cells, m east of the grid's middle. */
export const columnEastM = ({ cellM, columns }: SearchGrid, column: number): number =>
  (column + 0.5 - columns / 2) * cellM;

/** Cells a person can speak of: 1, 2 or 5 times a power of ten, m. */
const roundUpM = (leastM: number): number => {
  const decade = 10 ** Math.floor(Math.log10(leastM));
  return [1, 2, 5, 10].map((times) => times * decade).find((m) => m >= leastM * (1 - 1e-9)) ?? 10 * decade;
};

/**
 * A square grid that reaches `radiusM` to each side of a place, with the finest round cells of which there are no more than
 * `maxCells`; never finer than 1 m, because nobody's position is.
 */
export const gridFor = (centre: LatLon, radiusM: number, maxCells: number): SearchGrid => {
  if (!(radiusM > 0 && maxCells >= 1)) throw new Error(`No grid reaches ${radiusM} m with ${maxCells} cells.`);
  const most = Math.floor(Math.sqrt(maxCells));
  const cellM = roundUpM(Math.max(1, (2 * radiusM) / most));
  const across = Math.min(most, Math.max(1, Math.ceil((2 * radiusM) / cellM - 1e-9)));
  return { centre, cellM, columns: across, rows: across };
};
