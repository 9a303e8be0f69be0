import { between, cornerOf, type PlanePoint, planeDistanceM } from "./polygon.ts";
import type { Meeting, PolygonIndex } from "./polygon-index.ts";

/**
 * The points between on a way from `a` to `b` that stays in a polygon and out of its holes: along the edges of what is in the
 * way, the shorter way around each, then pulled tight. Not always the shortest of all ways, always a clear one where both
 * ends lie inside (or on an edge) and holes don't overlap each other.
 */
export const routeInside = (index: PolygonIndex, a: PlanePoint, b: PlanePoint): readonly PlanePoint[] => {
  const leavings = index.leavings(a, b);
  if (leavings.length === 0) return [];
  const way: PlanePoint[] = [a];
  for (const [from, to] of leavings) {
    if (from && to && from.ring === to.ring) way.push(...alongRing(index, { a, b, from, to }));
  }
  way.push(b);
  const tight = pullTight(index, pullTight(index, way).toReversed()).toReversed();
  return tight.slice(1, -1);
};

interface AroundRing {
  readonly a: PlanePoint;
  readonly b: PlanePoint;
  readonly from: Meeting;
  readonly to: Meeting;
}

/** Along the ring from one meeting of a way with it to another, the shorter way round, both ends included. */
const alongRing = (index: PolygonIndex, { a, b, from, to }: AroundRing): readonly PlanePoint[] => {
  const ring = index.rings[from.ring] ?? [];
  const [begin, end] = [between(a, b, from.share), between(a, b, to.share)];
  const [first, last] = [(from.index + 1) % ring.length, (to.index + 1) % ring.length];
  const onwardM =
    from.index === to.index
      ? 0
      : planeDistanceM(begin, cornerOf(ring, first)) +
        index.aroundM(from.ring, first, to.index) +
        planeDistanceM(cornerOf(ring, to.index), end);
  const backwardM =
    planeDistanceM(begin, cornerOf(ring, from.index)) +
    index.aroundM(from.ring, last, from.index) +
    planeDistanceM(cornerOf(ring, last), end);
  const way: PlanePoint[] = [begin];
  const onward = onwardM <= backwardM;
  const steps = (onward ? to.index - from.index : from.index - to.index) + ring.length;
  for (let i = 0; i < steps % ring.length; i += 1) way.push(cornerOf(ring, onward ? first + i : from.index - i));
  way.push(end);
  return way;
};

/** Along all of a line, m. */
export const lineLengthM = (line: readonly PlanePoint[]): number =>
  line.reduce((sum, point, i) => sum + planeDistanceM(line[i - 1] ?? point, point), 0);

/** Leaves points out as long as the straight way is clear: steps that double, then halve, so that long edges cost little. */
const pullTight = (index: PolygonIndex, way: readonly PlanePoint[]): readonly PlanePoint[] => {
  const last = way.length - 1;
  const tight: PlanePoint[] = [];
  for (let i = 0; i <= last; ) {
    const here = way[i];
    if (here === undefined) break;
    tight.push(here);
    if (i === last) break;
    const isClear = (to: number): boolean => {
      const there = way[to];
      return there !== undefined && index.isClear(here, there);
    };
    let reached = i + 1;
    let step = 1;
    while (reached < last && isClear(Math.min(last, reached + step))) {
      reached = Math.min(last, reached + step);
      step *= 2;
    }
    for (; step >= 1; step = Math.floor(step / 2)) {
      if (reached + step <= last && isClear(reached + step)) reached += step;
    }
    i = reached;
  }
  return tight;
};
