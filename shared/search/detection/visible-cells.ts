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
 * Those of some cells that can be seen from a camera over the ground between: by the cells' own heights, one step for each
 * cell on the way.
 * @param cells of the footprint (`cellsIn`)
 */
export const visibleCells = (options: VisibleOptions, cells: Int32Array): Int32Array => {
  const topM = highestAround(options, cells);
  return cells.filter((cell) => isVisible(options, cell, topM));
};

const isVisible = (
  { grid, groundMslM, eye, targetM = 0.3, radiusM }: VisibleOptions,
  cell: number,
  topM: number,
): boolean => {
  const groundM = groundMslM[cell] ?? Number.NaN;
  if (Number.isNaN(groundM)) return true;
  const row = Math.floor(cell / grid.columns);
  const northM = rowNorthM(grid, row) - eye.northM;
  const eastM = columnEastM(grid, cell - row * grid.columns) - eye.eastM;
  const levelM = Math.sqrt(northM * northM + eastM * eastM);
  const fromMslM = groundM + targetM;
  const dropPerM2 = radiusM === undefined ? 0 : 1 / (2 * radiusM);
  // Where the plane says the camera is, the ground lies lower by the earth's curve: the same as the camera being higher.
  const climb = (eye.altMslM - fromMslM) / levelM;
  if (!(climb > 0)) return levelM === 0;
  const steps = Math.floor(levelM / grid.cellM);
  const [rowStep, columnStep] = [-northM / levelM, -eastM / levelM];
  const firstRow = row + 0.5;
  const firstColumn = cell - row * grid.columns + 0.5;
  for (let step = 1; step < steps; step += 1) {
    const alongM = step * grid.cellM;
    // The chord between two places of a globe lies below its surface: the ground between bulges up.
    const bulgeM = alongM * (levelM - alongM) * dropPerM2;
    const sightMslM = fromMslM + climb * alongM - bulgeM;
    if (sightMslM > topM) return true;
    const r = Math.floor(firstRow + step * rowStep);
    const c = Math.floor(firstColumn + step * columnStep);
    if (r < 0 || r >= grid.rows || c < 0 || c >= grid.columns) return true;
    const at = r * grid.columns + c;
    if ((groundMslM[at] ?? Number.NaN) > sightMslM) return false;
  }
  return true;
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
