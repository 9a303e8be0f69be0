import type { PlanePoint } from "../../geo/polygon.ts";
import type { SearchGrid } from "../grid/search-grid.ts";
import type { SearchingVehicle } from "./searching-vehicle.ts";

/** A third of a swath is a good lattice; cells of the grid are put together to come near it. */
const cellsPerSwath = 3;

/**
 * What a planner looks at: square blocks of cells around a vehicle, with the probability that is left in each. Row 0 is the
 * southernmost.
 */
export class PlanningWindow {
  readonly cellM: number;
  readonly rows: number;
  readonly columns: number;
  /** Probability left in each block. */
  readonly left: Float32Array;
  /** How many times longer a metre takes; absent in the air. */
  readonly slowness: Float32Array | undefined;
  readonly #southM: number;
  readonly #westM: number;

  /** @param reachM blocks whose middle is further away than this in both directions are left out */
  constructor(grid: SearchGrid, left: Float32Array, vehicle: SearchingVehicle, reachM: number) {
    const merged = Math.max(1, Math.floor(vehicle.swathM / cellsPerSwath / grid.cellM));
    this.cellM = merged * grid.cellM;
    const allRows = Math.ceil(grid.rows / merged);
    const allColumns = Math.ceil(grid.columns / merged);
    const gridSouthM = (-grid.rows / 2) * grid.cellM;
    const gridWestM = (-grid.columns / 2) * grid.cellM;
    const blockOf = (offsetM: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor(offsetM / this.cellM)));
    const reach = Math.ceil(reachM / this.cellM);
    const middleRow = blockOf(vehicle.at.northM - gridSouthM, allRows);
    const middleColumn = blockOf(vehicle.at.eastM - gridWestM, allColumns);
    const firstRow = Math.max(0, middleRow - reach);
    const firstColumn = Math.max(0, middleColumn - reach);
    this.rows = Math.min(allRows, middleRow + reach + 1) - firstRow;
    this.columns = Math.min(allColumns, middleColumn + reach + 1) - firstColumn;
    this.#southM = gridSouthM + firstRow * this.cellM;
    this.#westM = gridWestM + firstColumn * this.cellM;
    this.left = new Float32Array(this.rows * this.columns);
    this.slowness = vehicle.slowness && new Float32Array(this.rows * this.columns);
    const lastRow = Math.min(grid.rows, (firstRow + this.rows) * merged);
    const lastColumn = Math.min(grid.columns, (firstColumn + this.columns) * merged);
    for (let row = firstRow * merged; row < lastRow; row += 1) {
      const to = (Math.floor(row / merged) - firstRow) * this.columns - firstColumn;
      for (let column = firstColumn * merged; column < lastColumn; column += 1) {
        const cell = row * grid.columns + column;
        const block = to + Math.floor(column / merged);
        this.left[block] = (this.left[block] ?? 0) + (left[cell] ?? 0);
        if (this.slowness)
          this.slowness[block] = Math.max(
            this.slowness[block] ?? 0,
            vehicle.slowness?.[cell] ?? Number.POSITIVE_INFINITY,
          );
      }
    }
  }

  /** The block that a place lies in, or the nearest. */
  rowAt({ northM }: PlanePoint): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor((northM - this.#southM) / this.cellM)));
  }

  columnAt({ eastM }: PlanePoint): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((eastM - this.#westM) / this.cellM)));
  }

  middle(row: number, column: number): PlanePoint {
    return {
      northM: this.#southM + (row + 0.5) * this.cellM,
      eastM: this.#westM + (column + 0.5) * this.cellM,
    };
  }
}
