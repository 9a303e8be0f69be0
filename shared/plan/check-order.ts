import type { LatLon } from "../geo/lat-lon.ts";
import { LocalFrame } from "../geo/local-frame.ts";
import { cleanRing, firstCrossing, type PlaneRing } from "../geo/polygon.ts";
import type { PatternShape } from "../search/patterns/pattern.ts";
import type { Plan, PlanElement } from "./plan.ts";
import { flies, type PlanContext } from "./plan-context.ts";
import { type PlanProblem, planProblem } from "./plan-problem.ts";

/** What is wrong with the steps by themselves and their order. */
export const checkOrder = (plan: Plan, context: PlanContext): PlanProblem[] => {
  const { elements } = plan;
  if (!elements.some(leadsSomewhere)) return [planProblem("error", "empty")];
  return [
    ...(flies(context.kind) ? checkTakeOff(elements, context) : checkRobotHeights(elements)),
    ...checkEnd(elements),
    ...elements.flatMap(checkPattern),
  ];
};

const leadsSomewhere = (element: PlanElement): boolean =>
  element.kind === "point" ||
  element.kind === "orbit" ||
  element.kind === "pattern" ||
  element.kind === "take-off" ||
  element.kind === "return" ||
  element.kind === "land" ||
  element.kind === "other";

const checkTakeOff = (elements: readonly PlanElement[], { airborne }: PlanContext): PlanProblem[] => {
  const movesBefore = elements.findIndex((element) => element.kind !== "take-off" && leadsSomewhere(element));
  const takeOffs = elements.filter(({ kind }) => kind === "take-off");
  const late = takeOffs.filter((element) => movesBefore >= 0 && elements.indexOf(element) > movesBefore);
  return [
    ...(takeOffs.length === 0 && airborne !== true ? [planProblem("warning", "no-take-off", elements[0]?.id)] : []),
    ...late.map(({ id }) => planProblem("warning", "take-off-not-first", id)),
  ];
};

const checkRobotHeights = (elements: readonly PlanElement[]): PlanProblem[] => {
  const high = elements.find((element) => element.kind === "point" && (element.altitude?.m ?? 0) !== 0);
  return high === undefined ? [] : [planProblem("warning", "heights-ignored", high.id)];
};

const checkEnd = (elements: readonly PlanElement[]): PlanProblem[] => {
  const endless = elements.findIndex((element) => element.kind === "loop" && element.times === undefined);
  const end = elements.findIndex(({ kind }) => kind === "return" || kind === "land");
  const isAfterEnd =
    end >= 0 && elements.slice(end + 1).some((element) => element.kind !== "land" && leadsSomewhere(element));
  return [
    ...(endless >= 0 && elements.slice(endless + 1).some(leadsSomewhere)
      ? [planProblem("warning", "loop-endless", elements[endless]?.id)]
      : []),
    ...(isAfterEnd ? [planProblem("warning", "after-the-end", elements[end]?.id)] : []),
  ];
};

const checkPattern = (element: PlanElement): PlanProblem[] => {
  if (element.kind !== "pattern") return [];
  const { id, shape, points } = element;
  return [
    ...(ringsCross(ringsOf(shape)) ? [planProblem("error", "area-self-crossing", id)] : []),
    ...(points.length === 0 ? [planProblem("error", "pattern-empty", id)] : []),
  ];
};

const ringsOf = (shape: PatternShape): readonly (readonly LatLon[])[] =>
  "area" in shape ? [shape.area.outline, ...shape.area.holes] : [];

/** Whether rings cross themselves or each other. */
export const ringsCross = (rings: readonly (readonly LatLon[])[]): boolean => {
  const origin = rings[0]?.[0];
  if (origin === undefined) return false;
  const frame = new LocalFrame(origin);
  const plane = rings.map((ring): PlaneRing => cleanRing(ring.map((place) => frame.toNorthEast(place))));
  return firstCrossing(plane) !== undefined;
};
