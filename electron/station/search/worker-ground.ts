import type { BaseMapFeature } from "../../../shared/geo/base-map.ts";
import { cellGround } from "../../../shared/search/grid/cell-ground.ts";
import type { SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import { PlaneHeights } from "./plane-heights.ts";
import type { SearchGround } from "./search-spec.ts";

/** The ground in the worker, with what is worked out of it once. */
export class WorkerGround {
  readonly features: readonly BaseMapFeature[];
  readonly terrain: PlaneHeights | undefined;
  #cells: { readonly grid: SearchGrid; readonly heights: Float32Array } | undefined;

  constructor({ heights, features }: SearchGround) {
    this.features = features;
    this.terrain = heights === undefined ? undefined : new PlaneHeights(heights);
  }

  /** Of the middle of each cell, m MSL, NaN where unknown; undefined without any heights. */
  cellHeights(grid: SearchGrid): Float32Array | undefined {
    if (this.terrain === undefined) return undefined;
    if (this.#cells?.grid !== grid) this.#cells = { grid, heights: cellGround(grid, this.terrain) };
    return this.#cells.heights;
  }
}
