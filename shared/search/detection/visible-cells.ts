import { columnEastM, rowNorthM, type SearchGrid } from "../grid/search-grid.ts";

/** A camera over the grid's plane. */
export interface Eye {
  readonly northM: number;
  readonly eastM: number;
  readonly altMslM: number;
}

export interface VisibleOptions {
  readonly grid: SearchGrid;
  /** Of `cellGround`; where it isn't known nothing hides anything. */
  readonly groundMslM: Float32Array;
  readonly eye: Eye;
  /** Of what must be seen above the ground, m: somebody who lies. */
  readonly targetM?: number;
  /** Mean radius of the earth there, m: the ground falls away from the plane. Level where absent. */
  readonly radiusM?: number;
}

/**
 * Those of some cells that can be seen from a camera over the ground between: by the cells' own heights, straight between
 * their middles, one step for each cell on the way. From under the ground nothing is seen.
 * @param cells of the footprint (`cellsIn`)
 */
export const visibleCells = (options: VisibleOptions, cells: Int32Array): Int32Array => {
  const { grid, groundMslM, eye } = options;
  if (groundAt(grid, groundMslM, eye.northM, eye.eastM) > eye.altMslM) return new Int32Array(0);
  const topM = highestAround(options, cells);
  return cells.filter((cell) => isVisible(options, cell, topM));
};

const isVisible = (options: VisibleOptions, cell: number, topM: number): boolean => {
  const { grid, groundMslM, eye, targetM = 0.3, radiusM } = options;
  const groundM = groundMslM[cell] ?? Number.NaN;
  if (Number.isNaN(groundM)) return true;
  const row = Math.floor(cell / grid.columns);
  const northM = rowNorthM(grid, row);
  const eastM = columnEastM(grid, cell - row * grid.columns);
  const [toNorthM, toEastM] = [eye.northM - northM, eye.eastM - eastM];
  const levelM = Math.sqrt(toNorthM * toNorthM + toEastM * toEastM);
  const fromMslM = groundM + targetM;
  const climb = (eye.altMslM - fromMslM) / levelM;
  const bulgePerM2 = radiusM === undefined ? 0 : 1 / (2 * radiusM);
  const steps = Math.floor(levelM / grid.cellM);
  for (let step = 1; step < steps; step += 1) {
    const alongM = step * grid.cellM;
    // The chord between two places of a globe lies below its surface: the ground between bulges up.
    const sightMslM = fromMslM + climb * alongM - alongM * (levelM - alongM) * bulgePerM2;
    if (climb > 0 && sightMslM > topM) return true;
    const share = alongM / levelM;
    if (groundAt(grid, groundMslM, northM + share * toNorthM, eastM + share * toEastM) > sightMslM) return false;
  }
  return true;
};

/** The ground between the middles of four cells, m MSL; NaN outside and where one of them isn't known. */
const groundAt = ({ cellM, columns, rows }: SearchGrid, groundMslM: Float32Array, northM: number, eastM: number) => {
  const y = northM / cellM + rows / 2 - 0.5;
  const x = eastM / cellM + columns / 2 - 0.5;
  const row = Math.floor(y);
  const column = Math.floor(x);
  if (row < 0 || row + 1 >= rows || column < 0 || column + 1 >= columns) return Number.NaN;
  const at = row * columns + column;
  const fx = x - column;
  const south = (groundMslM[at] ?? Number.NaN) * (1 - fx) + (groundMslM[at + 1] ?? Number.NaN) * fx;
  const north = (groundMslM[at + columns] ?? Number.NaN) * (1 - fx) + (groundMslM[at + columns + 1] ?? Number.NaN) * fx;
  return south + (north - south) * (y - row);
};

/** The highest ground that may lie between the camera and any of the cells, m MSL. */
const highestAround = ({ grid, groundMslM, eye }: VisibleOptions, cells: Int32Array): number => {
  const clampTo = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  const eyeRow = clampTo(Math.floor(eye.northM / grid.cellM + grid.rows / 2), grid.rows);
  const eyeColumn = clampTo(Math.floor(eye.eastM / grid.cellM + grid.columns / 2), grid.columns);
  let [fromRow, toRow, fromColumn, toColumn] = [eyeRow, eyeRow, eyeColumn, eyeColumn];
  for (const cell of cells) {
    const row = Math.floor(cell / grid.columns);
    const column = cell - row * grid.columns;
    if (row < fromRow) fromRow = row;
    if (row > toRow) toRow = row;
    if (column < fromColumn) fromColumn = column;
    if (column > toColumn) toColumn = column;
  }
  let topM = Number.NEGATIVE_INFINITY;
  for (let row = fromRow; row <= toRow; row += 1) {
    for (let at = row * grid.columns + fromColumn; at <= row * grid.columns + toColumn; at += 1) {
      const groundM = groundMslM[at] ?? Number.NaN;
      if (groundM > topM) topM = groundM;
    }
  }
  return topM;
};
