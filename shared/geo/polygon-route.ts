import { between, cornerOf, type PlanePoint, type PlaneRing, planeDistanceM } from "./polygon.ts";
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
    const ring = from?.ring === to?.ring && from ? index.rings[from.ring] : undefined;
    if (ring && from && to)
      way.push(...alongRing(ring, { at: between(a, b, from.share), from, to, end: between(a, b, to.share) }));
  }
  way.push(b);
  const tight = pullTight(index, pullTight(index, way).toReversed()).toReversed();
  return tight.slice(1, -1);
};

interface AroundRing {
  readonly at: PlanePoint;
  readonly from: Meeting;
  readonly to: Meeting;
  readonly end: PlanePoint;
}

/** Along the ring from one meeting to another, the shorter way round, both ends included. */
const alongRing = (ring: PlaneRing, { at, from, to, end }: AroundRing): readonly PlanePoint[] => {
  const onward: PlanePoint[] = [at];
  const steps = (to.index - from.index + ring.length) % ring.length;
  for (let i = 1; i <= steps; i += 1) onward.push(cornerOf(ring, from.index + i));
  onward.push(end);
  const backward: PlanePoint[] = [at];
  const backSteps = (from.index - to.index + ring.length) % ring.length;
  for (let i = 0; i < backSteps; i += 1) backward.push(cornerOf(ring, from.index - i));
  backward.push(end);
  // On one and the same side both ways are the side itself; there is nothing to walk around.
  return lineLengthM(onward) <= lineLengthM(backward) ? onward : backward;
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
