import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { placeOfElement } from "../../stores/plan/plan-places.ts";

/** A stretch of a plan's way. A loop's leads back to where it goes on; a return's ends at home. */
export interface PlanLine {
  readonly kind: "search" | "transit" | "return" | "loop";
  /** The element that it leads to or lies in. */
  readonly elementId: string;
  readonly places: readonly LatLon[];
}

/** Where a circle is entered by who comes from `from`. */
const rimFrom = (centre: LatLon, radiusM: number, from: LatLon | undefined): LatLon => {
  const { northM, eastM } = from === undefined ? { northM: 1, eastM: 0 } : northEastM(centre, from);
  const farM = Math.hypot(northM, eastM);
  return farM < 0.01
    ? offsetLatLon(centre, radiusM, 0)
    : offsetLatLon(centre, (northM / farM) * radiusM, (eastM / farM) * radiusM);
};

class LineDrawer {
  readonly lines: PlanLine[] = [];
  at: LatLon | undefined;
  readonly #entry = new Map<string, LatLon>();

  to(place: LatLon, elementId: string, kind: PlanLine["kind"] = "transit"): void {
    if (this.at !== undefined) this.lines.push({ kind, elementId, places: [this.at, place] });
    this.enter(elementId, place);
    this.at = place;
  }

  enter(elementId: string, place: LatLon): void {
    if (!this.#entry.has(elementId)) this.#entry.set(elementId, place);
  }

  entryOf(elementId: string): LatLon | undefined {
    return this.#entry.get(elementId);
  }

  pattern({ id, points }: Extract<PlanElement, { kind: "pattern" }>): void {
    const [first] = points;
    if (first === undefined) return;
    this.to(first, id);
    let places: LatLon[] = [first];
    for (let i = 1; i < points.length; i++) {
      const before = points[i - 1];
      const point = points[i];
      if (before === undefined || point === undefined) continue;
      places.push(point);
      const ends = i === points.length - 1 || point.searching !== before.searching;
      if (!ends) continue;
      this.lines.push({ kind: before.searching ? "search" : "transit", elementId: id, places });
      places = [point];
    }
    this.at = points.at(-1);
  }
}

/** The way that a plan draws on the map, from home where that is known. */
export const planLines = (plan: Plan, home: LatLon | undefined): readonly PlanLine[] => {
  const drawer = new LineDrawer();
  const base = home ?? plan.plannedHome;
  drawer.at = base;
  for (const element of plan.elements) drawElement(drawer, element, base, plan.elements);
  return drawer.lines;
};

const drawElement = (
  drawer: LineDrawer,
  element: PlanElement,
  home: LatLon | undefined,
  elements: readonly PlanElement[],
): void => {
  switch (element.kind) {
    case "take-off":
      if (home !== undefined) drawer.enter(element.id, home);
      return;
    case "pattern":
      drawer.pattern(element);
      return;
    case "orbit":
      drawer.to(rimFrom(element.centre, element.radiusM, drawer.at), element.id);
      return;
    case "return":
      if (home !== undefined) drawer.to(home, element.id, "return");
      return;
    case "loop": {
      const back = loopPlace(drawer, element.toElementId, elements);
      if (drawer.at !== undefined && back !== undefined)
        drawer.lines.push({ kind: "loop", elementId: element.id, places: [drawer.at, back] });
      return;
    }
    case "look-at":
    case "gimbal":
    case "speed":
      return;
    default: {
      const place = placeOfElement(element);
      if (place !== undefined) drawer.to(place, element.id);
    }
  }
};

/** A loop may go back to something without a place: then to the next that has one. */
const loopPlace = (drawer: LineDrawer, toId: string, elements: readonly PlanElement[]): LatLon | undefined => {
  const from = elements.findIndex(({ id }) => id === toId);
  if (from < 0) return undefined;
  for (const { id } of elements.slice(from)) {
    const place = drawer.entryOf(id);
    if (place !== undefined) return place;
  }
  return undefined;
};
