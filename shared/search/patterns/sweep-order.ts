import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import type { SweepCell } from "./sweep-lines.ts";

/** A way that searches from its first to its last point. */
export type Stretch = readonly PlanePoint[];

export interface SweepOrderOptions {
  /** Begin near here. */
  readonly from?: PlanePoint | undefined;
  /** Every cell from its first row on, and cells by their first row: one creeps ahead and never back further than needed. */
  readonly ahead?: boolean;
}

/** The lines of a cell, to and fro. */
const serpentine = (cell: SweepCell, fromEnd: boolean, backward: boolean): readonly Stretch[] => {
  const lines = fromEnd ? cell.toReversed() : cell;
  return lines.map(({ from, to }, i) => ((i % 2 === 0) === backward ? [to, from] : [from, to]));
};

const entries = (cell: SweepCell, ahead: boolean): readonly (readonly Stretch[])[] =>
  (ahead ? [false] : [false, true]).flatMap((fromEnd) =>
    [false, true].map((backward) => serpentine(cell, fromEnd, backward)),
  );

/** More cells than this are not tried from each as the first one. */
const manyCells = 24;
/** So many entries are looked at for the nearest next one. */
const never = Number.POSITIVE_INFINITY;

const endOf = (lines: readonly Stretch[]): PlanePoint | undefined => lines.at(-1)?.at(-1);

/** Goes on to the nearest end of any cell that is left. */
const greedy = (
  cells: readonly SweepCell[],
  start: { readonly lines: readonly Stretch[]; readonly cell: SweepCell } | undefined,
  options: SweepOrderOptions,
): { readonly lines: readonly Stretch[]; readonly transitM: number } => {
  const left = new Set(cells);
  const ordered: Stretch[] = [];
  let transitM = 0;
  let at = options.from;
  const take = (lines: readonly Stretch[], cell: SweepCell) => {
    left.delete(cell);
    ordered.push(...lines);
    at = endOf(lines);
  };
  if (start) take(start.lines, start.cell);
  while (left.size > 0) {
    let nearestM = never;
    let nearest: { readonly lines: readonly Stretch[]; readonly cell: SweepCell } | undefined;
    for (const cell of options.ahead === true ? firstRows(left) : left) {
      for (const [from, lines] of entryEnds(cell, options.ahead === true)) {
        const awayM = at === undefined ? 0 : planeDistanceM(at, from);
        if (awayM < nearestM) [nearestM, nearest] = [awayM, { lines: lines(), cell }];
      }
    }
    if (nearest === undefined) break;
    transitM += nearestM;
    take(nearest.lines, nearest.cell);
  }
  return { lines: ordered, transitM };
};

/** Where a cell can be entered, and its lines from there; put together only for the one that is taken. */
const entryEnds = (cell: SweepCell, ahead: boolean): readonly (readonly [PlanePoint, () => readonly Stretch[]])[] => {
  const ends: (readonly [PlanePoint, () => readonly Stretch[]])[] = [];
  for (const fromEnd of ahead ? [false] : [false, true]) {
    const line = fromEnd ? cell.at(-1) : cell[0];
    if (line === undefined) continue;
    ends.push([line.from, () => serpentine(cell, fromEnd, false)], [line.to, () => serpentine(cell, fromEnd, true)]);
  }
  return ends;
};

/** The cells that begin nearest to where one creeps from. */
const firstRows = (cells: ReadonlySet<SweepCell>): readonly SweepCell[] => {
  let least = never;
  for (const cell of cells) least = Math.min(least, cell[0]?.row ?? never);
  return [...cells].filter((cell) => cell[0]?.row === least);
};

/**
 * All lines of all cells in an order and direction that keeps the ways between them short: the nearest next cell, tried from
 * every beginning where there are few, straight distances. Given `from`, the beginning is the end nearest to it.
 */
export const orderSweep = (cells: readonly SweepCell[], options: SweepOrderOptions): readonly Stretch[] => {
  if (options.from !== undefined || options.ahead === true || cells.length > manyCells) {
    return greedy(cells, undefined, options).lines;
  }
  let best: { readonly lines: readonly Stretch[]; readonly transitM: number } | undefined;
  for (const cell of cells) {
    for (const lines of entries(cell, false)) {
      const way = greedy(cells, { lines, cell }, options);
      if (best === undefined || way.transitM < best.transitM) best = way;
    }
  }
  return best?.lines ?? [];
};
