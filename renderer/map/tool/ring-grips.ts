import type { LatLon } from "../../../shared/geo/lat-lon.ts";

/** What of a ring's rim can be taken hold of: a corner, or the middle after one, which makes a new corner. */
export interface RingGrip {
  readonly kind: "corner" | "middle";
  readonly index: number;
}

interface Px {
  readonly x: number;
  readonly y: number;
}

/** Half of a gloved finger's target, px. */
const grabPx = 22;
/** Sides shorter than this have no handle in their middle: their corners lie there, px. */
const leastSidePx = 44;

/** The middles of sides that are long enough, each with the corner before it. */
export const sideMiddles = (corners: readonly Px[]): readonly (Px & { readonly index: number })[] =>
  corners.flatMap((corner, index) => {
    const next = corners[(index + 1) % corners.length];
    if (next === undefined || Math.hypot(next.x - corner.x, next.y - corner.y) < leastSidePx) return [];
    return [{ x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2, index }];
  });

/** The nearest handle within a fingertip; a corner before a middle that is as near. */
export const nearestGrip = (corners: readonly Px[], x: number, y: number): RingGrip | undefined => {
  const away = (at: Px): number => Math.hypot(at.x - x, at.y - y);
  const grips = [
    ...corners.map((corner, index) => ({ kind: "corner" as const, index, px: away(corner) })),
    ...sideMiddles(corners).map((middle) => ({ kind: "middle" as const, index: middle.index, px: away(middle) + 6 })),
  ];
  const best = grips.reduce<(typeof grips)[number] | undefined>(
    (least, grip) => (least === undefined || grip.px < least.px ? grip : least),
    undefined,
  );
  return best === undefined || best.px > grabPx ? undefined : { kind: best.kind, index: best.index };
};

export const withCornerAt = (ring: readonly LatLon[], index: number, to: LatLon): readonly LatLon[] =>
  ring.map((place, i) => (i === index ? to : place));

/** A ring of three keeps all its corners. */
export const withoutCorner = (ring: readonly LatLon[], index: number): readonly LatLon[] =>
  ring.length > 3 ? ring.filter((_, i) => i !== index) : ring;
