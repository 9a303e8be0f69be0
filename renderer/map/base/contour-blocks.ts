import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import { contourLines } from "./contour-lines.ts";
import type { ReliefGrid } from "./relief-grid.ts";

/** A contour in world coordinates. */
export interface WorldContour {
  readonly levelM: number;
  readonly closed: boolean;
  readonly points: Float64Array;
  /** Of the ground at each point, rise over run. */
  readonly slopes: Float32Array;
  /** Along the line, world units. */
  readonly length: number;
}

/** Cells along a block's side; blocks share their rim samples, so that their lines meet. */
const blockCells = 96;
const mostKept = 400;

/** Contours worked out block by block as the map comes to show them, and kept. */
export class ContourBlocks {
  readonly #kept = new Map<string, readonly WorldContour[]>();

  /** Contours of the blocks that touch the box (degrees). */
  touching(
    grid: ReliefGrid,
    level: number,
    intervalM: number,
    box: { readonly southDeg: number; readonly westDeg: number; readonly northDeg: number; readonly eastDeg: number },
  ): (readonly WorldContour[])[] {
    const found: (readonly WorldContour[])[] = [];
    const fromRow = block((box.southDeg - grid.southDeg) / grid.stepLatDeg);
    const toRow = block((box.northDeg - grid.southDeg) / grid.stepLatDeg);
    const fromColumn = block((box.westDeg - grid.westDeg) / grid.stepLonDeg);
    const toColumn = block((box.eastDeg - grid.westDeg) / grid.stepLonDeg);
    const lastRow = block(grid.rows - 2);
    const lastColumn = block(grid.columns - 2);
    for (let row = Math.max(0, fromRow); row <= Math.min(lastRow, toRow); row += 1) {
      for (let column = Math.max(0, fromColumn); column <= Math.min(lastColumn, toColumn); column += 1) {
        found.push(this.#block(grid, level, intervalM, row, column));
      }
    }
    return found;
  }

  #block(grid: ReliefGrid, level: number, intervalM: number, row: number, column: number): readonly WorldContour[] {
    const key = `${level}/${intervalM}/${row}/${column}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const lines = blockContours(grid, intervalM, row * blockCells, column * blockCells);
    this.#kept.set(key, lines);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > mostKept && !oldest.done) this.#kept.delete(oldest.value);
    return lines;
  }
}

const block = (cell: number): number => Math.floor(cell / blockCells);

function blockContours(grid: ReliefGrid, intervalM: number, fromRow: number, fromColumn: number): WorldContour[] {
  const rows = Math.min(blockCells + 1, grid.rows - fromRow);
  const columns = Math.min(blockCells + 1, grid.columns - fromColumn);
  const heightsM = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const at = (fromRow + row) * grid.columns + fromColumn;
    heightsM.set(grid.heightsM.subarray(at, at + columns), row * columns);
  }
  return contourLines(heightsM, columns, rows, intervalM).map(({ levelM, closed, points }) => {
    const world = new Float64Array(points.length);
    for (let i = 0; i + 1 < points.length; i += 2) {
      world[i] = worldX(grid.westDeg + (fromColumn + (points[i] ?? 0)) * grid.stepLonDeg);
      world[i + 1] = worldY(grid.southDeg + (fromRow + (points[i + 1] ?? 0)) * grid.stepLatDeg);
    }
    const slopes = new Float32Array(points.length / 2);
    for (let i = 0; i < slopes.length; i += 1) {
      const row = fromRow + Math.round(points[i * 2 + 1] ?? 0);
      const column = fromColumn + Math.round(points[i * 2] ?? 0);
      const at = Math.min(grid.rows - 1, row) * grid.columns + Math.min(grid.columns - 1, column);
      slopes[i] = Math.hypot(grid.slopeNorth[at] ?? 0, grid.slopeEast[at] ?? 0);
    }
    let length = 0;
    for (let i = 2; i + 1 < world.length; i += 2) length += pieceLength(world, i);
    return { levelM, closed, points: world, slopes, length };
  });
}

/** From the point before index `i` of a flat path to the one there. */
export const pieceLength = (points: Float64Array, i: number): number =>
  Math.hypot((points[i] ?? 0) - (points[i - 2] ?? 0), (points[i + 1] ?? 0) - (points[i - 1] ?? 0));
