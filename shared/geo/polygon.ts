/** A place in the plane of a `LocalFrame`, m. */
export interface PlanePoint {
  readonly northM: number;
  readonly eastM: number;
}

/** The corners of a polygon; the last one is joined to the first. Either way round. */
export type PlaneRing = readonly PlanePoint[];

/** Corners nearer to each other than this are one. */
const sameM = 0.01;
/** How far two sides must reach through each other to count as crossing; a touch does not. */
const throughM = 0.001;

/** In the plane, m. */
export const planeDistanceM = (a: PlanePoint, b: PlanePoint): number =>
  Math.hypot(b.northM - a.northM, b.eastM - a.eastM);

/** The place at `share` (0 to 1) of the way from `a` to `b`. */
export const between = (a: PlanePoint, b: PlanePoint, share: number): PlanePoint => ({
  northM: a.northM + share * (b.northM - a.northM),
  eastM: a.eastM + share * (b.eastM - a.eastM),
});

/** Twice the area of the triangle a, b, c; positive where c lies to the left of the way from a to b. */
export const turnOf = (a: PlanePoint, b: PlanePoint, c: PlanePoint): number =>
  (b.eastM - a.eastM) * (c.northM - a.northM) - (b.northM - a.northM) * (c.eastM - a.eastM);

/** m²; positive for corners that go round to the left (counter-clockwise on a map). */
export const ringAreaM2 = (ring: PlaneRing): number => {
  const first = ring[0];
  let twice = 0;
  if (first)
    for (let i = 1; i + 1 < ring.length; i += 1) twice += turnOf(first, cornerOf(ring, i), cornerOf(ring, i + 1));
  return twice / 2;
};

/** The corner at an index that may run past either end. */
export const cornerOf = (ring: PlaneRing, index: number): PlanePoint => {
  const corner = ring[((index % ring.length) + ring.length) % ring.length];
  if (corner === undefined) throw new Error(`Asked for corner ${index} of a ring of ${ring.length}.`);
  return corner;
};

/** From the nearest place of the side from `a` to `b`, m. */
export const distanceToSideM = (point: PlanePoint, a: PlanePoint, b: PlanePoint): number => {
  const north = b.northM - a.northM;
  const east = b.eastM - a.eastM;
  const squared = north * north + east * east;
  const along = (point.northM - a.northM) * north + (point.eastM - a.eastM) * east;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, along / squared));
  return Math.hypot(point.northM - a.northM - share * north, point.eastM - a.eastM - share * east);
};

/**
 * A ring without corners that mean nothing: repeated ones, the first one given again at the end, and needles that go out and
 * come back the same way. What is left may have fewer than three corners: then it encloses nothing.
 */
export const cleanRing = (ring: PlaneRing): PlaneRing => {
  let corners = ring.filter(({ northM, eastM }) => Number.isFinite(northM) && Number.isFinite(eastM));
  for (let before = -1; before !== corners.length && corners.length > 0; ) {
    before = corners.length;
    const kept: PlanePoint[] = [];
    for (const corner of corners) {
      const last = kept.at(-1);
      if (last && planeDistanceM(last, corner) < sameM) continue;
      const beforeLast = kept.at(-2);
      if (last && beforeLast && isNeedle(beforeLast, last, corner)) kept.pop();
      kept.push(corner);
    }
    while (kept.length > 1 && planeDistanceM(cornerOf(kept, 0), cornerOf(kept, -1)) < sameM) kept.pop();
    if (kept.length > 2 && isNeedle(cornerOf(kept, -2), cornerOf(kept, -1), cornerOf(kept, 0))) kept.pop();
    if (kept.length > 2 && isNeedle(cornerOf(kept, -1), cornerOf(kept, 0), cornerOf(kept, 1))) kept.shift();
    corners = kept;
  }
  return corners.length < 3 ? [] : corners;
};

/** Whether the way goes to `tip` and back over itself. */
const isNeedle = (from: PlanePoint, tip: PlanePoint, to: PlanePoint): boolean => {
  const out = { north: tip.northM - from.northM, east: tip.eastM - from.eastM };
  const back = { north: to.northM - tip.northM, east: to.eastM - tip.eastM };
  const dot = out.north * back.north + out.east * back.east;
  const longestM = Math.max(Math.hypot(out.north, out.east), Math.hypot(back.north, back.east));
  return dot < 0 && Math.abs(turnOf(from, tip, to)) < throughM * longestM;
};

/** Inside of a ring by the even-odd rule. */
export const isInRing = (point: PlanePoint, ring: PlaneRing): boolean => {
  let inside = false;
  let from = ring.at(-1);
  for (const to of ring) {
    if (from && from.northM > point.northM !== to.northM > point.northM) {
      const share = (point.northM - from.northM) / (to.northM - from.northM);
      if (from.eastM + share * (to.eastM - from.eastM) > point.eastM) inside = !inside;
    }
    from = to;
  }
  return inside;
};

/** Where two sides reach through each other by more than `byM`; undefined where they only touch, or don't. */
export const sidesCross = (
  a: PlanePoint,
  b: PlanePoint,
  c: PlanePoint,
  d: PlanePoint,
  byM = throughM,
): PlanePoint | undefined => {
  const abM = planeDistanceM(a, b);
  const cdM = planeDistanceM(c, d);
  const fromA = turnOf(c, d, a);
  const fromB = turnOf(c, d, b);
  if (fromA * fromB >= 0 || Math.min(Math.abs(fromA), Math.abs(fromB)) <= byM * cdM) return undefined;
  const fromC = turnOf(a, b, c);
  const fromD = turnOf(a, b, d);
  if (fromC * fromD >= 0 || Math.min(Math.abs(fromC), Math.abs(fromD)) <= byM * abM) return undefined;
  return between(a, b, fromA / (fromA - fromB));
};

interface Side {
  readonly a: PlanePoint;
  readonly b: PlanePoint;
  readonly ring: number;
  readonly index: number;
  readonly westM: number;
  readonly eastM: number;
}

const sidesOf = (ring: PlaneRing, number: number): Side[] =>
  ring.map((a, index) => {
    const b = cornerOf(ring, index + 1);
    return { a, b, ring: number, index, westM: Math.min(a.eastM, b.eastM), eastM: Math.max(a.eastM, b.eastM) };
  });

/**
 * The first place found where sides cross: of one ring with itself, or of two rings. Sweeps from west to east, so that rings of
 * thousands of corners cost milliseconds.
 */
export const firstCrossing = (
  rings: readonly PlaneRing[],
): { readonly at: PlanePoint; readonly rings: readonly [number, number] } | undefined => {
  const sides = rings.flatMap(sidesOf).sort((one, other) => one.westM - other.westM);
  let open: Side[] = [];
  for (const side of sides) {
    open = open.filter(({ eastM }) => eastM >= side.westM);
    for (const other of open) {
      const at = sidesCross(side.a, side.b, other.a, other.b);
      if (at) return { at, rings: [Math.min(side.ring, other.ring), Math.max(side.ring, other.ring)] };
    }
    open.push(side);
  }
  return undefined;
};
