import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { offsetLatLon } from "../../../shared/geo/local-frame.ts";
import type { Fence, Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { middleOf, placeOfElement, placeOfFence, shapePlaces } from "../../stores/plan/plan-places.ts";
import type { PlanPart } from "../../stores/plan-edit-store.ts";

/** What a handle takes hold of. Ring 0 is an outline or a line, 1 and on are the holes. */
export type Grip =
  /** A point, an orbit, a landing, a rally point; a pattern or a fence as a whole. */
  | { readonly kind: "whole"; readonly part: PlanPart }
  | { readonly kind: "corner"; readonly part: PlanPart; readonly ring: number; readonly index: number }
  /** Between two corners: dragging it makes a new one after `index`. */
  | { readonly kind: "middle"; readonly part: PlanPart; readonly ring: number; readonly index: number }
  | { readonly kind: "radius"; readonly part: PlanPart }
  /** Half way to an element: dragging it makes a point before it. */
  | { readonly kind: "leg"; readonly part: PlanPart };

export interface Handle {
  readonly grip: Grip;
  readonly place: LatLon;
  /** Its number in the list, of what has one. */
  readonly label?: string;
}

/** A glove's fingertip: half of 44 px. */
export const grabPx = 22;

const elementPart = (id: string): PlanPart => ({ kind: "element", id });

const between = (a: LatLon, b: LatLon): LatLon => middleOf([a, b]) ?? a;

/** Rings of what has corners, and whether they close. */
export const ringsOf = (
  element: PlanElement,
): { readonly rings: readonly (readonly LatLon[])[]; readonly closed: boolean } => {
  if (element.kind !== "pattern") return { rings: [], closed: false };
  const { shape } = element;
  if (shape.kind === "corridor") return { rings: [shape.line], closed: false };
  if (shape.kind === "expanding-square" || shape.kind === "sector") return { rings: [], closed: false };
  return { rings: [shape.area.outline, ...shape.area.holes], closed: true };
};

const cornerHandles = (
  part: PlanPart,
  rings: readonly (readonly LatLon[])[],
  { closed }: { readonly closed: boolean },
): Handle[] =>
  rings.flatMap((ring, n) =>
    ring.flatMap((place, index): Handle[] => {
      const next = ring[index + 1] ?? (closed && ring.length > 2 ? ring[0] : undefined);
      const corner: Handle = { grip: { kind: "corner", part, ring: n, index }, place };
      if (next === undefined) return [corner];
      return [corner, { grip: { kind: "middle", part, ring: n, index }, place: between(place, next) }];
    }),
  );

/** East of the middle, so that it doesn't lie under the number. */
const radiusHandle = (part: PlanPart, centre: LatLon, radiusM: number): Handle => ({
  grip: { kind: "radius", part },
  place: offsetLatLon(centre, 0, radiusM),
});

const elementHandles = (element: PlanElement, number: number, { picked }: { readonly picked: boolean }): Handle[] => {
  const part = elementPart(element.id);
  const label = String(number);
  if (element.kind === "pattern") {
    const place = middleOf(shapePlaces(element.shape));
    if (place === undefined) return [];
    const whole: Handle = { grip: { kind: "whole", part }, place, label };
    if (!picked) return [whole];
    const { rings, closed } = ringsOf(element);
    const { shape } = element;
    const radius = shape.kind === "sector" ? [radiusHandle(part, shape.datum, shape.radiusM)] : [];
    return [whole, ...cornerHandles(part, rings, { closed }), ...radius];
  }
  const place = placeOfElement(element);
  if (place === undefined) return [];
  const whole: Handle = { grip: { kind: "whole", part }, place, label };
  return element.kind === "orbit" && picked ? [whole, radiusHandle(part, place, element.radiusM)] : [whole];
};

const fenceHandles = (fence: Fence, { picked }: { readonly picked: boolean }): Handle[] => {
  const part: PlanPart = { kind: "fence", id: fence.id };
  const place = placeOfFence(fence);
  if (place === undefined) return [];
  const whole: Handle = { grip: { kind: "whole", part }, place };
  if (!picked) return [whole];
  return fence.shape === "circle"
    ? [whole, radiusHandle(part, fence.centre, fence.radiusM)]
    : [whole, ...cornerHandles(part, [fence.points], { closed: true })];
};

/** Half way between points that follow one another. */
const legHandles = (plan: Plan): Handle[] =>
  plan.elements.flatMap((element, i): Handle[] => {
    const before = plan.elements[i - 1];
    if (element.kind !== "point" || before?.kind !== "point") return [];
    const place = between(before.position, element.position);
    return [{ grip: { kind: "leg", part: elementPart(element.id) }, place }];
  });

/**
 * Everything of a plan that can be taken hold of, what is to be drawn first at the front. Corners only of the part that is
 * worked at, so that the map isn't strewn with them.
 */
export const planHandles = (plan: Plan, part: PlanPart | undefined): Handle[] => {
  const isPicked = (kind: PlanPart["kind"], id: string) => part?.kind === kind && part.id === id;
  return [
    ...legHandles(plan),
    ...plan.fences.flatMap((fence) => fenceHandles(fence, { picked: isPicked("fence", fence.id) })),
    ...plan.elements.flatMap((element, i) =>
      elementHandles(element, i + 1, { picked: isPicked("element", element.id) }),
    ),
    ...plan.rallyPoints.map(
      (point): Handle => ({ grip: { kind: "whole", part: { kind: "rally", id: point.id } }, place: point }),
    ),
  ];
};

/** What lies under a finger: the nearest; where two are as near, corners and numbers before what would make new ones. */
export const handleAt = (
  handles: readonly Handle[],
  xPx: number,
  yPx: number,
  toPx: (place: LatLon) => { readonly x: number; readonly y: number },
): Handle | undefined => {
  let best: Handle | undefined;
  let bestPx = grabPx;
  for (const handle of handles) {
    const { x, y } = toPx(handle.place);
    const makesNew = handle.grip.kind === "middle" || handle.grip.kind === "leg";
    const px = Math.hypot(x - xPx, y - yPx) + (makesNew ? 6 : 0);
    if (px <= bestPx) {
      best = handle;
      bestPx = px;
    }
  }
  return best;
};

/** A corner nearby that a dragged one shall lie on: neighbouring areas then share their border. */
export const snapTo = (
  place: LatLon,
  others: readonly LatLon[],
  withinPx: number,
  toPx: (place: LatLon) => { readonly x: number; readonly y: number },
): LatLon => {
  const own = toPx(place);
  let best = place;
  let bestPx = withinPx;
  for (const other of others) {
    const { x, y } = toPx(other);
    const px = Math.hypot(x - own.x, y - own.y);
    if (px <= bestPx) {
      best = { latDeg: other.latDeg, lonDeg: other.lonDeg };
      bestPx = px;
    }
  }
  return best;
};

/** Corners of areas, lines and fences of all plans but of the part that is dragged. */
export const snapPlaces = (plans: readonly Plan[], dragged: PlanPart): LatLon[] =>
  plans.flatMap((plan) => [
    ...plan.elements.flatMap((element) => (element.id === dragged.id ? [] : ringsOf(element).rings.flat())),
    ...plan.fences.flatMap((fence) => (fence.shape === "circle" || fence.id === dragged.id ? [] : fence.points)),
  ]);
