import type { LatLon } from "../geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../geo/local-frame.ts";
import type { PatternPoint } from "../search/patterns/pattern.ts";
import { moveShape } from "./move-shape.ts";
import type { Fence, Plan, PlanElement, RallyPoint } from "./plan.ts";

/** One change that a person makes to a plan. New elements, fences and rally points bring their id along. */
export type PlanEdit =
  | {
      readonly kind: "set";
      readonly change: Partial<Pick<Plan, "name" | "vehicleId" | "altitude" | "speedMps" | "reserveFraction">>;
    }
  /** Before the element that is at `index` now; at the end without one. */
  | { readonly kind: "insert"; readonly element: PlanElement; readonly index?: number }
  /** Takes the place of the element with its id. */
  | { readonly kind: "change"; readonly element: PlanElement }
  | { readonly kind: "delete"; readonly id: string }
  /** `index` as it is afterwards. */
  | { readonly kind: "reorder"; readonly id: string; readonly index: number }
  /** A point, an orbit, a landing, what is looked at, a circle or a rally point; a pattern or polygon goes along as a whole. */
  | { readonly kind: "move"; readonly id: string; readonly to: LatLon; readonly from?: LatLon }
  /** One corner of a polygon fence. */
  | { readonly kind: "move-corner"; readonly id: string; readonly corner: number; readonly to: LatLon }
  | { readonly kind: "set-pattern"; readonly id: string; readonly points: readonly PatternPoint[] }
  | { readonly kind: "put-fence"; readonly fence: Fence }
  | { readonly kind: "put-rally"; readonly point: RallyPoint }
  /** The way backwards; take-off stays first, and return and landing last. */
  | { readonly kind: "reverse" };

/** Makes the edited plan; the very same one where the edit changes nothing or names what isn't there. */
export const editPlan = (plan: Plan, edit: PlanEdit): Plan => {
  switch (edit.kind) {
    case "set":
      return { ...plan, ...edit.change };
    case "insert":
      return withElements(plan, insertAt(plan.elements, edit.element, edit.index ?? plan.elements.length));
    case "change":
      return withElements(plan, replaced(plan.elements, edit.element));
    case "delete":
      return deleted(plan, edit.id);
    case "reorder": {
      const element = plan.elements.find(({ id }) => id === edit.id);
      if (element === undefined) return plan;
      const others = plan.elements.filter((other) => other !== element);
      return withElements(plan, insertAt(others, element, edit.index));
    }
    case "move":
      return moved(plan, { ...edit, to: bare(edit.to) });
    case "move-corner":
      return cornerMoved(plan, { ...edit, to: bare(edit.to) });
    case "set-pattern": {
      const pattern = plan.elements.find(({ id }) => id === edit.id);
      if (pattern?.kind !== "pattern") return plan;
      return withElements(plan, replaced(plan.elements, { ...pattern, points: edit.points }));
    }
    case "put-fence":
      return { ...plan, fences: put(plan.fences, edit.fence) };
    case "put-rally":
      return { ...plan, rallyPoints: put(plan.rallyPoints, edit.point) };
    case "reverse":
      return withElements(plan, reversed(plan.elements));
  }
};

/** What is dropped on may be a vehicle's position, with its height and time: a plan takes the place alone. */
const bare = ({ latDeg, lonDeg }: LatLon): LatLon => ({ latDeg, lonDeg });

const withElements = (plan: Plan, elements: readonly PlanElement[]): Plan =>
  elements === plan.elements ? plan : { ...plan, elements };

const insertAt = <T>(list: readonly T[], item: T, index: number): readonly T[] => {
  const at = Math.min(Math.max(index, 0), list.length);
  return [...list.slice(0, at), item, ...list.slice(at)];
};

const replaced = <T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] =>
  list.some(({ id }) => id === item.id) ? list.map((old) => (old.id === item.id ? item : old)) : list;

const put = <T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] =>
  list.some(({ id }) => id === item.id) ? replaced(list, item) : [...list, item];

/** A loop that went back to it goes back to what follows now; one with nothing to go back to goes too. */
const deleted = (plan: Plan, id: string): Plan => {
  const index = plan.elements.findIndex((element) => element.id === id);
  if (index >= 0) {
    const next = plan.elements[index + 1];
    const others = plan.elements.filter((element) => element.id !== id);
    const elements = others.flatMap((element, at): PlanElement[] => {
      if (element.kind !== "loop" || element.toElementId !== id) return [element];
      const isBefore = next !== undefined && others.indexOf(next) < at;
      return isBefore ? [{ ...element, toElementId: next.id }] : [];
    });
    return { ...plan, elements };
  }
  const fences = plan.fences.filter((fence) => fence.id !== id);
  const rallyPoints = plan.rallyPoints.filter((point) => point.id !== id);
  const isSame = fences.length === plan.fences.length && rallyPoints.length === plan.rallyPoints.length;
  return isSame ? plan : { ...plan, fences, rallyPoints };
};

type Move = Extract<PlanEdit, { readonly kind: "move" }>;

const moved = (plan: Plan, { id, to, from }: Move): Plan => {
  const element = plan.elements.find((candidate) => candidate.id === id);
  if (element !== undefined) return withElements(plan, replaced(plan.elements, movedElement(element, to, from)));
  const fence = plan.fences.find((candidate) => candidate.id === id);
  if (fence !== undefined) return { ...plan, fences: replaced(plan.fences, movedFence(fence, to, from)) };
  const point = plan.rallyPoints.find((candidate) => candidate.id === id);
  return point === undefined ? plan : { ...plan, rallyPoints: replaced(plan.rallyPoints, { ...point, ...to }) };
};

const movedElement = (element: PlanElement, to: LatLon, from: LatLon | undefined): PlanElement => {
  switch (element.kind) {
    case "point":
    case "land":
    case "look-at":
      return { ...element, position: to };
    case "orbit":
      return { ...element, centre: to };
    case "pattern": {
      const shift = shiftBy(from ?? element.points[0] ?? to, to);
      return { ...element, shape: moveShape(element.shape, shift), points: element.points.map(shift) };
    }
    default:
      return element;
  }
};

const movedFence = (fence: Fence, to: LatLon, from: LatLon | undefined): Fence =>
  fence.shape === "circle"
    ? { ...fence, centre: to }
    : { ...fence, points: fence.points.map(shiftBy(from ?? fence.points[0] ?? to, to)) };

/** Metres north and east, not degrees: what is drawn keeps its size wherever it goes. */
const shiftBy = (from: LatLon, to: LatLon) => {
  const { northM, eastM } = northEastM(from, to);
  return <T extends LatLon>(place: T): T => ({ ...place, ...offsetLatLon(place, northM, eastM) });
};

type MoveCorner = Extract<PlanEdit, { readonly kind: "move-corner" }>;

const cornerMoved = (plan: Plan, { id, corner, to }: MoveCorner): Plan => {
  const fence = plan.fences.find((candidate) => candidate.id === id);
  if (fence?.shape !== "polygon" || fence.points[corner] === undefined) return plan;
  const points = fence.points.map((point, index) => (index === corner ? to : point));
  return { ...plan, fences: replaced(plan.fences, { ...fence, points }) };
};

const isFixed = ({ kind }: PlanElement): boolean => kind === "take-off" || kind === "return" || kind === "land";

/** Loops have no meaning backwards and go. */
const reversed = (elements: readonly PlanElement[]): readonly PlanElement[] => {
  const way = elements
    .filter((element) => !isFixed(element) && element.kind !== "loop")
    .map((element) => (element.kind === "pattern" ? { ...element, points: backwards(element.points) } : element))
    .reverse();
  const before = elements.filter(({ kind }) => kind === "take-off");
  const after = elements.filter(({ kind }) => kind === "return" || kind === "land");
  return [...before, ...way, ...after];
};

/** "Begins a stretch" belongs to the stretch: backwards it is the stretch's other end that begins it. */
const backwards = (points: readonly PatternPoint[]): readonly PatternPoint[] =>
  points.map((point, index) => ({ ...point, searching: points[index - 1]?.searching ?? false })).reverse();
