import { cornerOf, type PlanePoint, type PlaneRing, planeDistanceM } from "../../geo/polygon.ts";
import { clipRows, extentOf, type RowSpan } from "../../geo/polygon-rows.ts";

/** One line of a sweep, with its two ends; `left` is where its direction begins. */
export interface SweepLine {
  readonly row: number;
  readonly from: PlanePoint;
  readonly to: PlanePoint;
}

/** Lines that can be flown to and fro one after the other, with nothing in between: neighbouring rows, one line each. */
export type SweepCell = readonly SweepLine[];

export interface Sweep {
  readonly headingRad: number;
  /** Of row 0, m to the right of the frame's origin. */
  readonly firstM: number;
  readonly spacingM: number;
  readonly rows: number;
  readonly cells: readonly SweepCell[];
  readonly lineCount: number;
}

/** A line shorter than this is not worth flying, m. */
const shortestM = 0.5;

/** A strip this narrow, in spacings, is no reason for another line. */
const slackRows = 0.01;

interface Span extends RowSpan {
  readonly row: number;
  above: Span[];
  below: Span[];
}

/**
 * Covers a polygon with holes by parallel lines, `spacingM` apart, the outermost ones at most half of that from the edge; cut at
 * the edges and put together to cells (boustrophedon decomposition, Choset 2000).
 * @param maxLines gives up beyond so many
 * @returns the number of lines there would be at least, where it gave up
 */
export const sweepLines = (
  rings: readonly PlaneRing[],
  headingRad: number,
  spacingM: number,
  maxLines: number,
): Sweep | { readonly tooMany: number } => {
  const { fromAcrossM, toAcrossM } = extentOf(rings[0] ?? [], headingRad);
  const widthM = toAcrossM - fromAcrossM;
  const rows = Math.max(1, Math.ceil(widthM / spacingM - slackRows));
  if (rows > maxLines) return { tooMany: rows };
  const firstM = fromAcrossM + (widthM - (rows - 1) * spacingM) / 2;
  const spans = clipRows(rings, { headingRad, firstM, stepM: spacingM, count: rows }, 2 * maxLines);
  if (spans === undefined) return { tooMany: maxLines + 1 };
  const cells = cellsOf(spans).map((cell) =>
    cell.map(({ row, fromM, toM }) => {
      const acrossM = firstM + row * spacingM;
      return { row, from: atPlace(headingRad, fromM, acrossM), to: atPlace(headingRad, toM, acrossM) };
    }),
  );
  const lineCount = cells.reduce((sum, cell) => sum + cell.length, 0);
  return { headingRad, firstM, spacingM, rows, cells, lineCount };
};

const atPlace = (headingRad: number, alongM: number, acrossM: number): PlanePoint => {
  const [cos, sin] = [Math.cos(headingRad), Math.sin(headingRad)];
  return { northM: alongM * cos - acrossM * sin, eastM: alongM * sin + acrossM * cos };
};

/** Joins spans of neighbouring rows that lie beside each other and beside no other. */
const cellsOf = (rows: readonly (readonly RowSpan[])[]): readonly (readonly Span[])[] => {
  const spans = rows.map((row, number) =>
    row
      .filter(({ fromM, toM }) => toM - fromM > shortestM)
      .map((span): Span => ({ ...span, row: number, above: [], below: [] })),
  );
  for (const [number, row] of spans.entries()) {
    for (const [above, below] of neighbours(spans[number - 1] ?? [], row)) {
      above.below.push(below);
      below.above.push(above);
    }
  }
  const cells: Span[][] = [];
  for (const span of spans.flat()) {
    const only = span.above.length === 1 ? span.above[0] : undefined;
    if (only?.below.length === 1) continue;
    const cell = [span];
    for (let last: Span = span; last.below.length === 1; ) {
      const next = last.below[0];
      if (next === undefined || next.above.length !== 1) break;
      cell.push(next);
      last = next;
    }
    cells.push(cell);
  }
  return cells;
};

/** Pairs of spans of two rows that overlap; both rows are in order, so one walk finds them. */
const neighbours = (above: readonly Span[], below: readonly Span[]): readonly (readonly [Span, Span])[] => {
  const pairs: [Span, Span][] = [];
  let first = 0;
  for (const span of below) {
    while ((above[first]?.toM ?? Number.POSITIVE_INFINITY) <= span.fromM) first += 1;
    for (let i = first; i < above.length; i += 1) {
      const other = above[i];
      if (other === undefined || other.fromM >= span.toM) break;
      pairs.push([other, span]);
    }
  }
  return pairs;
};

/** Directions worth trying, rad in [0, pi): those of the longest sides, and some all around. */
const candidateHeadings = (outline: PlaneRing): readonly number[] => {
  const lengthByDegree = new Map<number, { headingRad: number; lengthM: number }>();
  for (const [i, a] of outline.entries()) {
    const b = cornerOf(outline, i + 1);
    const headingRad = (Math.atan2(b.eastM - a.eastM, b.northM - a.northM) + 2 * Math.PI) % Math.PI;
    const degree = Math.round((headingRad * 180) / Math.PI) % 180;
    const known = lengthByDegree.get(degree);
    const lengthM = planeDistanceM(a, b) + (known?.lengthM ?? 0);
    lengthByDegree.set(degree, { headingRad: known?.headingRad ?? headingRad, lengthM });
  }
  const longest = [...lengthByDegree.values()].sort((one, other) => other.lengthM - one.lengthM).slice(0, 16);
  const around = Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 12);
  return [...longest.map(({ headingRad }) => headingRad), ...around];
};

/** A new cell costs about as much as this many turns: the way over to it. */
const turnsPerCell = 3;

/** The sweep that needs the fewest turns, of all directions worth trying; see `sweepLines`. */
export const bestSweep = (
  rings: readonly PlaneRing[],
  spacingM: number,
  maxLines: number,
): Sweep | { readonly tooMany: number } => {
  let best: Sweep | undefined;
  let tooMany = Number.POSITIVE_INFINITY;
  const cost = ({ lineCount, cells }: Sweep) => lineCount + turnsPerCell * cells.length;
  for (const headingRad of candidateHeadings(rings[0] ?? [])) {
    const sweep = sweepLines(rings, headingRad, spacingM, maxLines);
    if ("tooMany" in sweep) tooMany = Math.min(tooMany, sweep.tooMany);
    else if (sweep.lineCount > 0 && (best === undefined || cost(sweep) < cost(best))) best = sweep;
  }
  return best ?? { tooMany: Number.isFinite(tooMany) ? tooMany : 0 };
};
