import type { BaseMapFeature } from "../../../shared/geo/base-map.ts";
import { cellGround } from "../../../shared/search/grid/cell-ground.ts";
import type { SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import { PlaneHeights } from "./plane-heights.ts";
import type { SearchHeights } from "./search-spec.ts";

/** The ground in the worker, with what is worked out of it once. */
export class WorkerGround {
  readonly features: readonly BaseMapFeature[];
  readonly heights: SearchHeights | undefined;
  readonly terrain: PlaneHeights | undefined;
  #cells: { readonly grid: SearchGrid; readonly heights: Float32Array } | undefined;

  constructor(features: readonly BaseMapFeature[] = [], heights?: SearchHeights) {
    this.features = features;
    this.heights = heights;
    this.terrain = heights === undefined ? undefined : new PlaneHeights(heights);
  }

  /** The same with what is given; what isn't stays. */
  with({
    heights = this.heights ?? "unknown",
    features = this.features,
  }: {
    readonly heights?: SearchHeights | "unknown" | undefined;
    readonly features?: readonly BaseMapFeature[] | undefined;
  }): WorkerGround {
    return new WorkerGround(features, heights === "unknown" ? undefined : heights);
  }

  /** Of the middle of each cell, m MSL, NaN where unknown; undefined without any heights. */
  cellHeights(grid: SearchGrid): Float32Array | undefined {
    if (this.terrain === undefined) return undefined;
    if (this.#cells?.grid !== grid) this.#cells = { grid, heights: cellGround(grid, this.terrain) };
    return this.#cells.heights;
  }
}
