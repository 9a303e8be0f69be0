import type { TerrainGridMeta } from "../../../shared/geo/terrain.ts";
import { halved, type ReliefGrid, type ReliefStatistics, reliefGrid, reliefStatistics } from "./relief-grid.ts";

/** The terrain at full and ever halved resolution; a level is worked out when it is first asked for. */
export class ReliefPyramid {
  readonly statistics: ReliefStatistics;
  readonly full: ReliefGrid;
  readonly #levels: ReliefGrid[];

  constructor(meta: TerrainGridMeta, heightsM: Float32Array) {
    this.full = reliefGrid(meta, heightsM);
    this.statistics = reliefStatistics(this.full);
    this.#levels = [this.full];
  }

  /** The finest level whose cells are at least `leastCellM` wide; level 0 is the terrain as it came. */
  levelFor(leastCellM: number): { readonly level: number; readonly grid: ReliefGrid } {
    let level = 0;
    let grid = this.full;
    while (grid.cellNorthM < leastCellM && grid.rows > 8 && grid.columns > 8) {
      level += 1;
      const next = this.#levels[level] ?? this.#halve(grid);
      this.#levels[level] = next;
      grid = next;
    }
    return { level, grid };
  }

  #halve(grid: ReliefGrid): ReliefGrid {
    const half = halved(grid, grid.heightsM);
    return reliefGrid(half.meta, half.heightsM);
  }
}
