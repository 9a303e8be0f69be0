import { cellAt, cellCount, columnEastM, gridFrame, rowNorthM, type SearchGrid } from "./search-grid.ts";

/**
 * Takes what belongs to the cells of one grid over to another: each new cell gets the value of the old cell that its middle
 * lies in. So a search is kept when its map becomes wider or finer.
 * @param outside for places that the old grid doesn't reach
 */
export const carryCells = (from: SearchGrid, values: Float32Array, to: SearchGrid, outside: number): Float32Array => {
  const [fromFrame, toFrame] = [gridFrame(from), gridFrame(to)];
  const carried = new Float32Array(cellCount(to));
  for (let row = 0; row < to.rows; row += 1) {
    const northM = rowNorthM(to, row);
    for (let column = 0; column < to.columns; column += 1) {
      const old = fromFrame.toNorthEast(toFrame.toLatLon(northM, columnEastM(to, column)));
      const cell = cellAt(from, old.northM, old.eastM);
      carried[row * to.columns + column] = cell < 0 ? outside : (values[cell] ?? outside);
    }
  }
  return carried;
};
