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
