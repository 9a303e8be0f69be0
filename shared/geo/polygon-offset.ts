import {
  between,
  cleanRing,
  cornerOf,
  type PlanePoint,
  type PlaneRing,
  planeDistanceM,
  ringAreaM2,
  sidesCross,
  turnOf,
} from "./polygon.ts";
import { SideGrid } from "./side-grid.ts";
import { simplifyLine } from "./simplify-line.ts";

/** A straight part of an offset curve, along a side of the ring or about the corner at the end of that side. */
interface Part {
  readonly a: PlanePoint;
  readonly b: PlanePoint;
  readonly of: "side" | "corner";
  readonly side: number;
}

/** Parts shorter than this are nothing but rounding, m. */
const shortM = 0.002;
/** Ends nearer than this are one, m. */
const joinM = 0.05;
/** Bends are cut in steps of at most this, rad. */
const bendRad = Math.PI / 6;

const leftOf = (a: PlanePoint, b: PlanePoint, byM: number, at: PlanePoint): PlanePoint => {
  const lengthM = planeDistanceM(a, b);
  return {
    northM: at.northM + ((b.eastM - a.eastM) / lengthM) * byM,
    eastM: at.eastM - ((b.northM - a.northM) / lengthM) * byM,
  };
};

/**
 * The corners of the offset curve around a corner that bends to the right, `byM` to its left: they lie on the tangents of the
 * circle, so that the curve comes nowhere nearer than `byM`. Empty where it bends to the left: there the parts cross.
 */
const bendCorners = (from: PlanePoint, corner: PlanePoint, to: PlanePoint, byM: number): readonly PlanePoint[] => {
  const inRad = Math.atan2(corner.eastM - from.eastM, corner.northM - from.northM);
  const outRad = Math.atan2(to.eastM - corner.eastM, to.northM - corner.northM);
  const turn = 2 * Math.PI;
  const rightRad = (((outRad - inRad) % turn) + turn) % turn;
  // A way straight back bends as far as a right turn can.
  if (rightRad > Math.PI + 1e-6 || rightRad < 1e-9) return [];
  const steps = Math.ceil(rightRad / bendRad);
  const stepRad = rightRad / steps;
  const radiusM = byM / Math.cos(stepRad / 2);
  return Array.from({ length: steps }, (_, i) => {
    const leftRad = inRad - Math.PI / 2 + (i + 0.5) * stepRad;
    return { northM: corner.northM + radiusM * Math.cos(leftRad), eastM: corner.eastM + radiusM * Math.sin(leftRad) };
  });
};

/**
 * The closed curve `byM` to the left of a ring, with all the loops that have to go. At corners that bend to the left it goes by
 * the corner itself, so that what it winds around in such a loop, it winds around the wrong way.
 */
const rawParts = (ring: PlaneRing, byM: number): readonly Part[] =>
  ring.flatMap((a, side): Part[] => {
    const [b, after] = [cornerOf(ring, side + 1), cornerOf(ring, side + 2)];
    const bend = bendCorners(a, b, after, byM);
    const end = leftOf(a, b, byM, b);
    const corners = [end, ...(bend.length === 0 ? [b] : bend), leftOf(b, after, byM, b)];
    return [
      { a: leftOf(a, b, byM, a), b: end, of: "side", side },
      ...corners.slice(1).map((to, i): Part => ({ a: corners[i] ?? end, b: to, of: "corner", side })),
    ];
  });

/** Cuts all parts where they cross each other; in the order they came. */
const cutAtCrossings = (parts: readonly Part[], grid: SideGrid): readonly Part[] => {
  const cuts = parts.map((): PlanePoint[] => []);
  for (const [number, { a, b }] of parts.entries()) {
    for (const other of grid.along(a, b)) {
      if (other.index <= number) continue;
      const at = sidesCross(a, b, other.a, other.b, 0);
      if (!at) continue;
      cuts[number]?.push(at);
      cuts[other.index]?.push(at);
    }
  }
  return parts.flatMap((part, number) => {
    const { a, b } = part;
    const corners = [a, ...(cuts[number] ?? []).sort((p, q) => planeDistanceM(a, p) - planeDistanceM(a, q)), b];
    return corners.slice(1).map((to, i) => ({ ...part, a: corners[i] ?? a, b: to }));
  });
};

/** How far beside a part one looks what it winds around, m. */
const besideM = 1e-5;

/** The parts of closed curves that are the edge of what they go around, which lies to the given side. */
const edgeParts = (raw: readonly Part[], inside: "left" | "right"): readonly Part[] => {
  const grid = new SideGrid(raw.map(({ a, b }, index) => ({ a, b, ring: 0, index })));
  const windingAt = (point: PlanePoint): number => grid.windingsAt(point).get(0) ?? 0;
  const isIn = (winding: number): boolean => (inside === "left" ? winding > 0 : winding < 0);
  return cutAtCrossings(raw, grid).filter(({ a, b }) => {
    if (planeDistanceM(a, b) < shortM) return false;
    const middle = between(a, b, 0.5);
    const left = isIn(windingAt(leftOf(a, b, besideM, middle)));
    const right = isIn(windingAt(leftOf(a, b, -besideM, middle)));
    return inside === "left" ? left && !right : right && !left;
  });
};

/**
 * Lines `byM` to the left of a line (negative: to the right), in its direction: nowhere nearer to it than that, so without the
 * loops that sharp bends make; in several pieces where the line comes too near to itself.
 */
export const offsetLine = (line: readonly PlanePoint[], byM: number): readonly (readonly PlanePoint[])[] => {
  if (line.length < 2) return [];
  if (Math.abs(byM) < shortM) return [line];
  if (byM < 0) {
    return offsetLine(line.toReversed(), -byM)
      .map((piece) => piece.toReversed())
      .toReversed();
  }
  // There and back it is a ring of no width, and what is near to it lies to the right of the curve.
  const ring = [...line, ...line.slice(1, -1).toReversed()];
  // Of the curve only what runs beside the line on its way there, without the bends about its two ends.
  const last = line.length - 2;
  const isBeside = ({ of, side }: Part): boolean => side < last || (side === last && of === "side");
  const pieces: PlanePoint[][] = [];
  for (const { a, b } of edgeParts(rawParts(ring, byM), "right").filter(isBeside)) {
    const piece = pieces.at(-1);
    const end = piece?.at(-1);
    if (piece && end && planeDistanceM(end, a) < joinM) piece.push(b);
    else pieces.push([a, b]);
  }
  return pieces.map((piece) => simplifyLine(piece, shortM));
};

/** More cells than any area is wide. */
const keyColumns = 2 ** 24;

/** Finds parts by where they begin. */
class Beginnings {
  readonly #byCell = new Map<number, Set<Part>>();

  constructor(parts: readonly Part[]) {
    for (const part of parts) {
      const key = this.#keyOf(part.a, 0, 0);
      const cell = this.#byCell.get(key);
      if (cell) cell.add(part);
      else this.#byCell.set(key, new Set([part]));
    }
  }

  /** The part that begins nearest to where another one ends. */
  after(part: Part): Part | undefined {
    let nearest: Part | undefined;
    let nearestM = joinM;
    for (const north of [0, -1, 1]) {
      for (const east of [0, -1, 1]) {
        for (const other of this.#byCell.get(this.#keyOf(part.b, north, east)) ?? []) {
          const awayM = planeDistanceM(part.b, other.a);
          if (other !== part && awayM < nearestM) [nearest, nearestM] = [other, awayM];
        }
      }
    }
    return nearest;
  }

  remove(part: Part): void {
    this.#byCell.get(this.#keyOf(part.a, 0, 0))?.delete(part);
  }

  #keyOf({ northM, eastM }: PlanePoint, north: number, east: number): number {
    return (Math.floor(northM / joinM) + north) * keyColumns + Math.floor(eastM / joinM) + east;
  }
}

/** Takes away parts that lead nowhere, until all that are left go on: rounding may keep a stub where two curves nearly touch. */
const withoutStubs = (parts: readonly Part[]): readonly Part[] => {
  const beginnings = new Beginnings(parts);
  /** Those that go on with a part. */
  const before = new Map<Part, Part[]>();
  const gone = new Set<Part>();
  const waiting = [...parts];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (gone.has(part)) continue;
    const next = beginnings.after(part);
    if (next !== undefined) {
      const others = before.get(next);
      if (others) others.push(part);
      else before.set(next, [part]);
      continue;
    }
    gone.add(part);
    beginnings.remove(part);
    waiting.push(...(before.get(part) ?? []));
  }
  return parts.filter((part) => !gone.has(part));
};

/** Puts parts together end to end; what doesn't come back to where it began is left out. */
const closedRings = (parts: readonly Part[]): readonly PlaneRing[] => {
  const kept = withoutStubs(parts);
  const beginnings = new Beginnings(kept);
  const taken = new Set<Part>();
  const rings: PlaneRing[] = [];
  for (const first of kept) {
    if (taken.has(first)) continue;
    const ring: PlanePoint[] = [];
    for (let part: Part | undefined = first; part; part = beginnings.after(part)) {
      taken.add(part);
      ring.push(part.a);
      // The first one stays to be come back to.
      if (part !== first) beginnings.remove(part);
      const isBack = planeDistanceM(part.b, first.a) < joinM && ring.length > 2;
      if (isBack) {
        rings.push(ring);
        break;
      }
      if (part === first && ring.length > 1) break;
    }
    beginnings.remove(first);
  }
  return rings;
};

/** A ring that goes round to the left, or to the right. */
const turned = (ring: PlaneRing, side: "left" | "right"): PlaneRing =>
  ringAreaM2(ring) > 0 === (side === "left") ? ring : ring.toReversed();

/** Many corners make no better inset: at most this part of it is given away, m. */
const simplerRing = (ring: PlaneRing, byM: number): PlaneRing => {
  const first = ring[0];
  if (ring.length < 60 || first === undefined) return ring;
  const simple = simplifyLine([...ring, first], Math.min(0.2, byM / 50)).slice(0, -1);
  return simple.length < 3 ? ring : simple;
};

/** The rings of a polygon with holes (ring 0 is the outline) with what they enclose to their left: the outline round to the left. */
export const sidedRings = (rings: readonly PlaneRing[]): readonly PlaneRing[] =>
  rings.map((ring, i) => turned(ring, i === 0 ? "left" : "right"));

/**
 * The edges of what is left of polygons with holes when everything nearer than `byM` to an edge is taken away: none, one or
 * several. Corners that point into what is left are rounded in steps.
 * @param sided what is inside lies to the left of every ring, see `sidedRings`; the answer is such rings again
 */
export const insetRings = (sided: readonly PlaneRing[], byM: number): readonly PlaneRing[] => {
  if (byM < shortM) return sided;
  const raw = sided.flatMap((ring) => rawParts(simplerRing(ring, byM), byM));
  return closedRings(edgeParts(raw, "left"))
    .map((ring) => cleanRing(simplifyLine([...ring, cornerOf(ring, 0)], shortM)))
    .filter((ring) => ring.length > 2 && Math.abs(ringAreaM2(ring)) > joinM && isSolid(ring));
};

/** Not just a way there and back. */
const isSolid = (ring: PlaneRing): boolean => {
  const [a, b] = [cornerOf(ring, 0), cornerOf(ring, 1)];
  return ring.some((corner) => Math.abs(turnOf(a, b, corner)) > joinM * planeDistanceM(a, b));
};
