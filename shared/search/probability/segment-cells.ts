import type { PlaneRing } from "../../geo/polygon.ts";
import { spansIn } from "../grid/cell-spans.ts";
import { cellCount, type SearchGrid } from "../grid/search-grid.ts";

/** A segment's ground, in the grid's plane. */
export interface SegmentArea {
  readonly id: string;
  /** Outline and holes, even-odd. */
  readonly rings: readonly PlaneRing[];
}

export type SegmentProblem =
  /** Cells of both: they count for `id`, which comes first. */
  | { readonly code: "overlap"; readonly id: string; readonly otherId: string; readonly areaM2: number }
  /** No middle of a cell lies in it: too small, or outside the grid. */
  | { readonly code: "no-cells"; readonly id: string };

/** Which cell is whose: each belongs to one segment at most. */
export interface SegmentCells {
  readonly ids: readonly string[];
  /** Of each cell the index of its segment, or -1. */
  readonly owner: Int32Array;
  /** Of each segment, by its index. */
  readonly cells: Int32Array;
  readonly cellAreaM2: number;
  readonly problems: readonly SegmentProblem[];
}

/** Finds the cells of segments, once; where two overlap a cell counts for the first of them, and both are named. */
export const segmentCells = (grid: SearchGrid, segments: readonly SegmentArea[]): SegmentCells => {
  const owner = new Int32Array(cellCount(grid)).fill(-1);
  const cells = new Int32Array(segments.length);
  const cellAreaM2 = grid.cellM * grid.cellM;
  const problems: SegmentProblem[] = [];
  segments.forEach(({ id, rings }, index) => {
    const shared = new Map<number, number>();
    spansIn(grid, rings, (from, to) => {
      for (let cell = from; cell < to; cell += 1) {
        const first = owner[cell] ?? -1;
        if (first < 0) {
          owner[cell] = index;
          cells[index] = (cells[index] ?? 0) + 1;
        } else shared.set(first, (shared.get(first) ?? 0) + 1);
      }
    });
    for (const [first, count] of shared)
      problems.push({ code: "overlap", id: segments[first]?.id ?? "", otherId: id, areaM2: count * cellAreaM2 });
    if (cells[index] === 0 && shared.size === 0) problems.push({ code: "no-cells", id });
  });
  return { ids: segments.map(({ id }) => id), owner, cells, cellAreaM2, problems };
};
