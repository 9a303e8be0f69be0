import type { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { Terrain } from "../../../shared/geo/terrain.ts";
import { gridFrame } from "../../../shared/search/grid/search-grid.ts";
import type { SearchHeights } from "./search-spec.ts";

/** Heights at the middles of a search grid's cells as terrain: bilinear between them, as far as the outermost middles. */
export class PlaneHeights implements Terrain {
  readonly cellM: number;
  readonly #heights: SearchHeights;
  readonly #frame: LocalFrame;

  constructor(heights: SearchHeights) {
    this.cellM = heights.grid.cellM;
    this.#heights = heights;
    this.#frame = gridFrame(heights.grid);
  }

  heightMslM(latDeg: number, lonDeg: number): number | undefined {
    const { northM, eastM } = this.#frame.toNorthEast({ latDeg, lonDeg });
    return this.atPlane(northM, eastM);
  }

  /** In the plane of the grid's middle. */
  atPlane(northM: number, eastM: number): number | undefined {
    const { grid, mslM } = this.#heights;
    const { cellM, rows, columns } = grid;
    const y = northM / cellM + rows / 2 - 0.5;
    const x = eastM / cellM + columns / 2 - 0.5;
    if (!(y >= 0 && y <= rows - 1 && x >= 0 && x <= columns - 1)) return undefined;
    const row = Math.min(Math.floor(y), rows - 2);
    const column = Math.min(Math.floor(x), columns - 2);
    const at = row * columns + column;
    const [fy, fx] = [y - row, x - column];
    const south = (mslM[at] ?? Number.NaN) * (1 - fx) + (mslM[at + 1] ?? Number.NaN) * fx;
    const north = (mslM[at + columns] ?? Number.NaN) * (1 - fx) + (mslM[at + columns + 1] ?? Number.NaN) * fx;
    const height = south * (1 - fy) + north * fy;
    return Number.isNaN(height) ? undefined : height;
  }
}
