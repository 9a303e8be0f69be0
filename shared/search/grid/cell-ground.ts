import type { Terrain } from "../../geo/terrain.ts";
import { cellCount, columnEastM, gridFrame, rowNorthM, type SearchGrid } from "./search-grid.ts";

/** The ground's height at the middle of each cell, m MSL; NaN where the terrain doesn't know it. Passes over all cells once. */
export const cellGround = (grid: SearchGrid, terrain: Terrain): Float32Array => {
  const frame = gridFrame(grid);
  const groundMslM = new Float32Array(cellCount(grid));
  for (let row = 0; row < grid.rows; row += 1) {
    const northM = rowNorthM(grid, row);
    for (let column = 0; column < grid.columns; column += 1) {
      const eastM = columnEastM(grid, column);
      const heightM = terrain.heightMslM(frame.latDeg(northM, eastM), frame.lonDeg(northM, eastM));
      groundMslM[row * grid.columns + column] = heightM ?? Number.NaN;
    }
  }
  return groundMslM;
};
