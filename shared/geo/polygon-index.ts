import { between, cornerOf, type PlanePoint, type PlaneRing, planeDistanceM } from "./polygon.ts";
import { SideGrid, sidesOfRings } from "./side-grid.ts";

/** Stretches shorter than this are not looked at, m: what only touches a side is not across it. */
const touchM = 0.02;

/** A way longer than this is looked at in some places first, m. */
const lookFromM = 1;
const looks = [0.5, 0.25, 0.75, 0.1, 0.9, 0.4, 0.6];

/** Where a way meets a ring: at `share` of the way, on the side from corner `index` to the next. */
export interface Meeting {
  readonly share: number;
  readonly ring: number;
  readonly index: number;
}

/** A polygon with holes (ring 0 is the outline), asked many times: whether places and ways lie in it. */
export class PolygonIndex {
  readonly rings: readonly PlaneRing[];
  readonly #grid: SideGrid;
  /** For each ring how far it is around it to each corner, and all around, m. */
  readonly #aroundM: readonly Float64Array[];

  constructor(rings: readonly PlaneRing[]) {
    this.rings = rings;
    this.#grid = new SideGrid(sidesOfRings(rings));
    this.#aroundM = rings.map((ring) => {
      const aroundM = new Float64Array(ring.length + 1);
      for (const [i, corner] of ring.entries()) {
        aroundM[i + 1] = (aroundM[i] ?? 0) + planeDistanceM(corner, cornerOf(ring, i + 1));
      }
      return aroundM;
    });
  }

  /** How far it is along a ring from its corner `from` on to its corner `to`, m. */
  aroundM(ring: number, from: number, to: number): number {
    const aroundM = this.#aroundM[ring];
    if (aroundM === undefined) throw new Error(`Asked for ring ${ring} of ${this.rings.length}.`);
    const onM = (aroundM[to] ?? 0) - (aroundM[from] ?? 0);
    return onM < 0 ? onM + (aroundM.at(-1) ?? 0) : onM;
  }

  /** Inside of the outline and of no hole. On the very edge it may be either. */
  contains(point: PlanePoint): boolean {
    let isIn = false;
    for (const [ring, winding] of this.#grid.windingsAt(point)) {
      if (winding % 2 === 0) continue;
      if (ring > 0) return false;
      isIn = true;
    }
    return isIn;
  }

  /** Whether an edge comes nearer than a limit. */
  isNearEdge(point: PlanePoint, limitM: number): boolean {
    return this.#grid.isNearer(point, limitM);
  }

  /** Where the way from `a` to `b` meets sides, in order; a touch counts. */
  meetings(a: PlanePoint, b: PlanePoint): readonly Meeting[] {
    const found: Meeting[] = [];
    for (const side of this.#grid.along(a, b)) {
      const share = shareAt(a, b, side.a, side.b);
      if (share !== undefined) found.push({ share, ring: side.ring, index: side.index });
    }
    return found.sort((one, other) => one.share - other.share);
  }

  /** The parts of the way from `a` to `b` that lie inside, as shares of it, in order. */
  clip(a: PlanePoint, b: PlanePoint): readonly (readonly [number, number])[] {
    const lengthM = planeDistanceM(a, b);
    const parts: [number, number][] = [];
    let from = 0;
    for (const to of [...this.meetings(a, b).map(({ share }) => share), 1]) {
      if ((to - from) * lengthM < touchM && to < 1) continue;
      if (to > from && this.contains(between(a, b, (from + to) / 2))) {
        const last = parts.at(-1);
        if (last?.[1] === from) last[1] = to;
        else parts.push([from, to]);
      }
      from = to;
    }
    return parts;
  }

  /** The first and last meetings of each stretch of the way from `a` to `b` that lies outside; along an edge is inside. */
  leavings(a: PlanePoint, b: PlanePoint): readonly (readonly [Meeting | undefined, Meeting | undefined])[] {
    const lengthM = planeDistanceM(a, b);
    const found: [Meeting | undefined, Meeting | undefined][] = [];
    let from: Meeting | undefined;
    for (const to of [...this.meetings(a, b), undefined]) {
      const [fromShare, toShare] = [from?.share ?? 0, to?.share ?? 1];
      const isLong = (toShare - fromShare) * lengthM > touchM;
      if (isLong && !this.#nearlyContains(between(a, b, (fromShare + toShare) / 2))) found.push([from, to]);
      from = to;
    }
    return found;
  }

  /** Whether one can go straight from `a` to `b` without leaving it; along an edge is inside. */
  isClear(a: PlanePoint, b: PlanePoint): boolean {
    // A way across many edges is mostly seen to leave at once.
    if (planeDistanceM(a, b) > lookFromM && looks.some((share) => !this.#nearlyContains(between(a, b, share))))
      return false;
    return this.leavings(a, b).length === 0;
  }

  /** The middle of a way along an edge may be rounded to either side of it. */
  #nearlyContains(point: PlanePoint): boolean {
    return this.contains(point) || this.isNearEdge(point, touchM / 2);
  }
}

/** Where the way from `a` to `b` meets the side from `c` to `d`, as a share of the way; parallel ones meet nowhere. */
const shareAt = (a: PlanePoint, b: PlanePoint, c: PlanePoint, d: PlanePoint): number | undefined => {
  const way = { north: b.northM - a.northM, east: b.eastM - a.eastM };
  const side = { north: d.northM - c.northM, east: d.eastM - c.eastM };
  const across = way.east * side.north - way.north * side.east;
  if (across === 0) return undefined;
  const off = { north: c.northM - a.northM, east: c.eastM - a.eastM };
  const share = (off.east * side.north - off.north * side.east) / across;
  const onSide = (off.east * way.north - off.north * way.east) / across;
  const slack = 1e-9;
  return share >= -slack && share <= 1 + slack && onSide >= -slack && onSide <= 1 + slack
    ? Math.min(1, Math.max(0, share))
    : undefined;
};
