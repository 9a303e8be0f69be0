import type { PlaneRing } from "../../geo/polygon.ts";
import { spansIn } from "../grid/cell-spans.ts";
import { columnEastM, rowNorthM, type SearchGrid } from "../grid/search-grid.ts";
import type { ProbabilityMap } from "../probability/probability-map.ts";
import { type PassMemory, type PassPage, pageSide } from "./pass-memory.ts";
import type { PassDetection, RangedDetection } from "./ranged-detection.ts";

/** One picture's look at the ground. */
export interface Look {
  /** Whose passes these are: a vehicle, or one of its cameras. */
  readonly lookerId: string;
  /** UTC. */
  readonly atMs: number;
  /** How long the picture stands for: since the one before it, s. */
  readonly exposureS: number;
  /** What it shows: rings in the grid's plane, or cells (see `visibleCells`), ascending. */
  readonly ground: { readonly rings: readonly PlaneRing[] } | { readonly cells: Int32Array };
  readonly detection: PassDetection | RangedDetection;
  /** Of each cell of the grid the share of its ground that is not under leaves, 0 to 1; all of it where absent. */
  readonly openShare?: Float32Array;
  /** How long a place must be in view until 63 % of the pass's detection is reached, s. An assumption, 1 s where absent. */
  readonly timeConstantS?: number;
}

/**
 * Takes a picture into the map: only the cells that it shows, in place. Pictures of one pass over a place are not
 * independent looks: within a pass the POD grows as pMax (1 - e^(-exposure / tau)) towards what one pass finds; another pass, or
 * another looker, counts anew. A picture from further away, with a smaller pMax, takes nothing back.
 * @returns how many cells were looked at
 */
export const lookAt = (map: ProbabilityMap, passes: PassMemory, look: Look): number => {
  const { grid } = map;
  const { openShare } = look;
  const detectionAt = detectionOf(map.grid, look.detection);
  const nowS = passes.begin(look.atMs);
  const share = look.exposureS > 0 ? 1 - Math.exp(-look.exposureS / (look.timeConstantS ?? 1)) : 0;
  const pages = passes.pagesOf(look.lookerId);
  const pageColumns = Math.ceil(grid.columns / pageSide);
  let page: PassPage | undefined;
  let pageKey = -1;
  let count = 0;
  const takeSpan = (from: number, to: number): void => {
    const row = Math.floor(from / grid.columns);
    const pageRow = Math.floor(row / pageSide) * pageColumns;
    const inPageRow = (row % pageSide) * pageSide;
    let column = from - row * grid.columns;
    for (let cell = from; cell < to; cell += 1, column += 1) {
      const key = pageRow + Math.floor(column / pageSide);
      if (key !== pageKey || page === undefined) {
        pageKey = key;
        page = pages.get(key) ?? passes.take(pages, key);
        page.lastS = nowS;
      }
      const at = inPageRow + (column % pageSide);
      const isSamePass = Math.abs(nowS - (page.seenS[at] ?? 0)) <= passes.gapS;
      const old = isSamePass ? (page.pod[at] ?? 0) : 0;
      const oldResponsive = isSamePass ? (page.podResponsive[at] ?? 0) : 0;
      const open = openShare?.[cell] ?? 1;
      const detection = detectionAt(row, column);
      const pod = old + Math.max(0, detection.unresponsive * open - old) * share;
      const podResponsive = oldResponsive + Math.max(0, detection.responsive * open - oldResponsive) * share;
      page.pod[at] = pod;
      page.podResponsive[at] = podResponsive;
      if (!isSamePass || nowS > (page.seenS[at] ?? 0)) page.seenS[at] = nowS;
      map.miss(cell, missedMore(old, pod), missedMore(oldResponsive, podResponsive));
    }
    count += to - from;
  };
  if ("rings" in look.ground) spansIn(grid, look.ground.rings, takeSpan);
  else for (const cell of look.ground.cells) takeSpan(cell, cell + 1);
  return count;
};

/** What the step from one POD to the next leaves of those who would have been missed. */
const missedMore = (old: number, pod: number): number => (old < 1 ? (1 - pod) / (1 - old) : 1);

const nothing: PassDetection = { unresponsive: 0, responsive: 0 };

/** What one pass finds in a cell by its row and column. */
const detectionOf = (
  grid: SearchGrid,
  detection: PassDetection | RangedDetection,
): ((row: number, column: number) => PassDetection) => {
  if (!("steps" in detection)) return () => detection;
  const { below, aboveGroundM, stepM, steps } = detection;
  return (row, column) => {
    const northM = rowNorthM(grid, row) - below.northM;
    const eastM = columnEastM(grid, column) - below.eastM;
    const slantM = Math.sqrt(northM * northM + eastM * eastM + aboveGroundM * aboveGroundM);
    return steps[Math.floor(slantM / stepM)] ?? nothing;
  };
};
