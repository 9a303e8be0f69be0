import {
  between,
  cornerOf,
  type PlanePoint,
  type PlaneRing,
  planeDistanceM,
  ringAreaM2,
  sidesCross,
  turnOf,
} from "./polygon.ts";
import { PolygonIndex } from "./polygon-index.ts";
import { SideGrid, sidesOfLine } from "./side-grid.ts";
import { simplifyLine } from "./simplify-line.ts";

/** A straight part of an offset curve. */
interface Part {
  readonly a: PlanePoint;
  readonly b: PlanePoint;
}

/** How much nearer than asked a part may be and still count, m: what rounding does. */
const slackM = 0.002;
/** Ends nearer than this are one, m. */
const joinM = 0.05;
/** Outside bends are cut in steps of at most this, rad. */
const bendRad = Math.PI / 3;

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
  if (rightRad > Math.PI || rightRad < 1e-9) return [];
  const steps = Math.ceil(rightRad / bendRad);
  const stepRad = rightRad / steps;
  const radiusM = byM / Math.cos(stepRad / 2);
  return Array.from({ length: steps }, (_, i) => {
    const leftRad = inRad - Math.PI / 2 + (i + 0.5) * stepRad;
    return { northM: corner.northM + radiusM * Math.cos(leftRad), eastM: corner.eastM + radiusM * Math.sin(leftRad) };
  });
};

/** The parts of the curve `byM` to the left of a line, in order, with all the loops that have to go. */
const rawParts = (line: readonly PlanePoint[], byM: number, isRing: boolean): readonly Part[] => {
  const count = isRing ? line.length : line.length - 1;
  const parts: Part[] = [];
  for (let i = 0; i < count; i += 1) {
    const [a, b] = [cornerOf(line, i), cornerOf(line, i + 1)];
    const atStart = isRing || i > 0 ? bendCorners(cornerOf(line, i - 1), a, b, byM).at(-1) : undefined;
    const bend = isRing || i + 1 < count ? bendCorners(a, b, cornerOf(line, i + 2), byM) : [];
    parts.push({ a: atStart ?? leftOf(a, b, byM, a), b: bend[0] ?? leftOf(a, b, byM, b) });
    for (let j = 1; j < bend.length; j += 1) {
      const [from, to] = [bend[j - 1], bend[j]];
      if (from && to) parts.push({ a: from, b: to });
    }
  }
  return parts;
};

/** Cuts all parts where they cross each other; in the order they came. */
const cutAtCrossings = (parts: readonly Part[]): readonly Part[] => {
  const cuts = parts.map((): PlanePoint[] => []);
  const byWest = parts
    .map(({ a, b }, number) => ({ number, westM: Math.min(a.eastM, b.eastM), eastM: Math.max(a.eastM, b.eastM) }))
    .sort((one, other) => one.westM - other.westM);
  let open: typeof byWest = [];
  for (const item of byWest) {
    open = open.filter(({ eastM }) => eastM >= item.westM);
    for (const other of open) {
      const [one, two] = [parts[item.number], parts[other.number]];
      const at = one && two && sidesCross(one.a, one.b, two.a, two.b);
      if (!at) continue;
      cuts[item.number]?.push(at);
      cuts[other.number]?.push(at);
    }
    open.push(item);
  }
  return parts.flatMap(({ a, b }, number) => {
    const corners = [a, ...(cuts[number] ?? []).sort((p, q) => planeDistanceM(a, p) - planeDistanceM(a, q)), b];
    return corners.slice(1).map((to, i) => ({ a: corners[i] ?? a, b: to }));
  });
};

const middleOf = ({ a, b }: Part): PlanePoint => between(a, b, 0.5);

/**
 * Lines `byM` to the left of a line (negative: to the right), in its direction: nowhere nearer to it than that, so without the
 * loops that sharp bends make; in several pieces where the line comes too near to itself.
 */
export const offsetLine = (line: readonly PlanePoint[], byM: number): readonly (readonly PlanePoint[])[] => {
  if (line.length < 2) return [];
  if (Math.abs(byM) < slackM) return [line];
  if (byM < 0) {
    return offsetLine(line.toReversed(), -byM)
      .map((piece) => piece.toReversed())
      .toReversed();
  }
  const grid = new SideGrid(sidesOfLine(line));
  const kept = cutAtCrossings(rawParts(line, byM, false)).filter(
    (part) => planeDistanceM(part.a, part.b) > slackM && !grid.isNearer(middleOf(part), byM - slackM),
  );
  const pieces: PlanePoint[][] = [];
  for (const { a, b } of kept) {
    const last = pieces.at(-1);
    const end = last?.at(-1);
    if (last && end && planeDistanceM(end, a) < joinM) last.push(b);
    else pieces.push([a, b]);
  }
  return pieces.filter((piece) => piece.length > 0);
};

/** Puts parts together end to end; what doesn't come back to where it began is left out, unless by a short way. */
const closedRings = (parts: readonly Part[]): readonly PlaneRing[] => {
  const waiting = new Set(parts);
  const byCell = new Map<string, Part[]>();
  const cell = (m: number) => Math.round(m / joinM);
  for (const part of parts) {
    const key = `${cell(part.a.northM)},${cell(part.a.eastM)}`;
    byCell.set(key, [...(byCell.get(key) ?? []), part]);
  }
  const nextAfter = (end: PlanePoint): Part | undefined => {
    let nearest: Part | undefined;
    let nearestM = joinM;
    for (const north of [-1, 0, 1]) {
      for (const east of [-1, 0, 1]) {
        for (const part of byCell.get(`${cell(end.northM) + north},${cell(end.eastM) + east}`) ?? []) {
          const awayM = planeDistanceM(end, part.a);
          if (waiting.has(part) && awayM < nearestM) [nearest, nearestM] = [part, awayM];
        }
      }
    }
    return nearest;
  };
  const rings: PlaneRing[] = [];
  for (const first of parts) {
    if (!waiting.delete(first)) continue;
    const ring: PlanePoint[] = [first.a];
    let end = first.b;
    while (planeDistanceM(end, first.a) >= joinM) {
      const next = nextAfter(end);
      if (next === undefined) break;
      waiting.delete(next);
      ring.push(end);
      end = next.b;
    }
    if (planeDistanceM(end, first.a) < 1 && ring.length > 2) rings.push(ring);
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
  const simple = simplifyLine([...ring, first], Math.min(0.5, byM / 50)).slice(0, -1);
  return simple.length < 3 ? ring : simple;
};

/**
 * The edges of what is left of a polygon with holes (ring 0 is the outline) when everything nearer than `byM` to an edge is
 * taken away: none, one or several, holes included, those of what is left to the left. Corners that point into the polygon
 * are rounded in steps. Rings must not cross themselves or each other.
 */
export const insetRings = (rings: readonly PlaneRing[], byM: number): readonly PlaneRing[] => {
  const sided = rings.map((ring, i) => turned(simplerRing(ring, byM), i === 0 ? "left" : "right"));
  if (byM < slackM) return sided;
  const index = new PolygonIndex(sided);
  const parts = cutAtCrossings(sided.flatMap((ring) => rawParts(ring, byM, true))).filter((part) => {
    const middle = middleOf(part);
    return planeDistanceM(part.a, part.b) > slackM && index.contains(middle) && !index.isNearEdge(middle, byM - slackM);
  });
  return closedRings(parts).filter((ring) => Math.abs(ringAreaM2(ring)) > joinM && isSolid(ring));
};

/** Not just a way there and back. */
const isSolid = (ring: PlaneRing): boolean => {
  const [a, b] = [cornerOf(ring, 0), cornerOf(ring, 1)];
  return ring.some((corner) => Math.abs(turnOf(a, b, corner)) > joinM * planeDistanceM(a, b));
};
