import type { HeightGrid } from "../landscape/raise-terrain.ts";

/** The ground's height on the scenario's plane: the same samples that travel to the map, bilinear between them. */
export class Ground {
  readonly #grid: HeightGrid;
  readonly #half: number;

  constructor(grid: HeightGrid) {
    this.#grid = grid;
    this.#half = ((grid.rows - 1) * grid.cellM) / 2;
  }

  /** @returns m MSL; beyond the edge, the edge's height goes on */
  heightMslM(eastM: number, northM: number): number {
    const { rows, columns, cellM, heightsMslM } = this.#grid;
    const x = Math.max(0, Math.min(columns - 1.001, (eastM + this.#half) / cellM));
    const y = Math.max(0, Math.min(rows - 1.001, (northM + this.#half) / cellM));
    const column = Math.floor(x);
    const row = Math.floor(y);
    const [tx, ty] = [x - column, y - row];
    const at = row * columns + column;
    const south = (heightsMslM[at] ?? 0) * (1 - tx) + (heightsMslM[at + 1] ?? 0) * tx;
    const north = (heightsMslM[at + columns] ?? 0) * (1 - tx) + (heightsMslM[at + columns + 1] ?? 0) * tx;
    return south * (1 - ty) + north * ty;
  }

  /** Rise per metre to the east and to the north, over 2 m. */
  slope(eastM: number, northM: number): { readonly east: number; readonly north: number } {
    return {
      east: (this.heightMslM(eastM + 1, northM) - this.heightMslM(eastM - 1, northM)) / 2,
      north: (this.heightMslM(eastM, northM + 1) - this.heightMslM(eastM, northM - 1)) / 2,
    };
  }
}
