import type { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { cellsIn } from "../../../shared/search/grid/cell-spans.ts";
import { cellCount, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { SearchSpec } from "./search-spec.ts";

type Segments = Pick<SearchSpec, "segments">;

/** Segments that people said are wood. */
export const woodsOf = ({ segments }: Segments): SearchSpec["segments"] =>
  segments.filter(({ cover }) => cover === "wood");

/**
 * Of each cell the share of its ground that is seen from above. Nobody measured what a camera finds through leaves, so that in a
 * segment of wood nothing is claimed: no ground turns green because something flew over the trees.
 * @returns undefined where all of it is open
 */
export const openGround = (spec: Segments, grid: SearchGrid, frame: LocalFrame): Float32Array | undefined => {
  const woods = woodsOf(spec);
  if (woods.length === 0) return undefined;
  const open = new Float32Array(cellCount(grid)).fill(1);
  for (const { ring = [] } of woods)
    for (const cell of cellsIn(grid, [ring.map((corner) => frame.toNorthEast(corner))])) open[cell] = 0;
  return open;
};
