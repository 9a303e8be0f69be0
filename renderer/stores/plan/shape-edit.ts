import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";

type Ring = readonly LatLon[];
type PatternElement = Extract<PlanElement, { kind: "pattern" }>;

/** The element with one of its rings changed; its path is to be worked out anew. */
export const withRing = (element: PatternElement, ring: number, change: (points: Ring) => Ring): PatternElement => {
  const { shape } = element;
  if (shape.kind === "corridor") return { ...element, shape: { ...shape, line: change(shape.line) }, points: [] };
  if (shape.kind === "expanding-square" || shape.kind === "sector") return element;
  const { outline, holes } = shape.area;
  const area =
    ring === 0
      ? { outline: change(outline), holes }
      : { outline, holes: holes.map((hole, i) => (i === ring - 1 ? change(hole) : hole)) };
  return { ...element, shape: { ...shape, area }, points: [] };
};

/** The plan without one hole of an area. */
export const withoutHole = (plan: Plan, elementId: string, hole: number): Plan => {
  const element = plan.elements.find(({ id }) => id === elementId);
  if (element?.kind !== "pattern" || !("area" in element.shape)) return plan;
  const { area } = element.shape;
  const shape = { ...element.shape, area: { ...area, holes: area.holes.filter((_, i) => i !== hole) } };
  return editPlan(plan, { kind: "change", element: { ...element, shape, points: [] } });
};

/** The plan with a hole more in an area. */
export const withHole = (plan: Plan, elementId: string, hole: Ring): Plan => {
  const element = plan.elements.find(({ id }) => id === elementId);
  if (element?.kind !== "pattern" || !("area" in element.shape)) return plan;
  const { area } = element.shape;
  const shape = { ...element.shape, area: { ...area, holes: [...area.holes, hole] } };
  return editPlan(plan, { kind: "change", element: { ...element, shape, points: [] } });
};
