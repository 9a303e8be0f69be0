import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { northEastM, offsetLatLon } from "../../../shared/geo/local-frame.ts";
import type { Fence, Plan, PlanElement } from "../../../shared/plan/plan.ts";
import type { PatternShape } from "../../../shared/search/patterns/pattern.ts";

/** MAV_CMD_NAV_LAST: commands beyond don't lead to a place. */
const lastWay = 95;
const noPlaceFrame = 2;

/** Where an item of another program leads to; undefined where it leads nowhere. */
const otherPlace = ({ item }: Extract<PlanElement, { kind: "other" }>): LatLon | undefined => {
  const leads = item.command < lastWay && item.frame !== noPlaceFrame && (item.x !== 0 || item.y !== 0);
  const place = { latDeg: item.x / 1e7, lonDeg: item.y / 1e7 };
  return leads && Math.abs(place.latDeg) <= 90 && Math.abs(place.lonDeg) <= 180 ? place : undefined;
};

/** Where an element is on the map; undefined for what has no place, or no path yet. */
export const placeOfElement = (element: PlanElement): LatLon | undefined => {
  switch (element.kind) {
    case "point":
      return element.position;
    case "land":
    case "look-at":
      return element.position;
    case "orbit":
      return element.centre;
    case "pattern":
      return element.points[0] ?? shapePlaces(element.shape)[0];
    case "other":
      return otherPlace(element);
    default:
      return undefined;
  }
};

/** The corners that a person drew. */
export const shapePlaces = (shape: PatternShape): readonly LatLon[] => {
  switch (shape.kind) {
    case "expanding-square":
    case "sector":
      return [shape.datum];
    case "corridor":
      return shape.line;
    default:
      return shape.area.outline;
  }
};

/** Middle of several places, for a badge. */
export const middleOf = (places: readonly LatLon[]): LatLon | undefined => {
  const [first] = places;
  if (first === undefined) return undefined;
  let northM = 0;
  let eastM = 0;
  for (const place of places) {
    const offset = northEastM(first, place);
    northM += offset.northM / places.length;
    eastM += offset.eastM / places.length;
  }
  return offsetLatLon(first, northM, eastM);
};

/** Where a fence is named on the map. */
export const placeOfFence = (fence: Fence): LatLon | undefined =>
  fence.shape === "circle" ? fence.centre : middleOf(fence.points);

/** Where an element, a fence or a rally point is, by its id. */
export const placeOfPart = (plan: Plan, id: string | undefined): LatLon | undefined => {
  const element = plan.elements.find((candidate) => candidate.id === id);
  if (element !== undefined) return placeOfElement(element);
  const fence = plan.fences.find((candidate) => candidate.id === id);
  return fence === undefined ? plan.rallyPoints.find((point) => point.id === id) : placeOfFence(fence);
};
