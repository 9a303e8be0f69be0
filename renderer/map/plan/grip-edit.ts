import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { circleRadiiM } from "../../stores/map-tool-store.ts";
import { middleOf, shapePlaces } from "../../stores/plan/plan-places.ts";
import { withoutHole, withRing } from "../../stores/plan/shape-edit.ts";
import type { Grip } from "./plan-handles.ts";

type Ring = readonly LatLon[];

const changeRing = (plan: Plan, grip: Grip & { readonly ring: number }, change: (points: Ring) => Ring): Plan => {
  const { part, ring } = grip;
  if (part.kind === "fence") {
    const fence = plan.fences.find(({ id }) => id === part.id);
    if (fence?.shape !== "polygon") return plan;
    return editPlan(plan, { kind: "put-fence", fence: { ...fence, points: change(fence.points) } });
  }
  const element = plan.elements.find(({ id }) => id === part.id);
  return element?.kind === "pattern"
    ? editPlan(plan, { kind: "change", element: withRing(element, ring, change) })
    : plan;
};

const radiusTo = (centre: LatLon, rim: LatLon): number =>
  Math.min(circleRadiiM.most, Math.max(circleRadiiM.least, Math.round(distanceM(centre, rim))));

const changeRadius = (plan: Plan, { part }: Grip, to: LatLon): Plan => {
  if (part.kind === "fence") {
    const fence = plan.fences.find(({ id }) => id === part.id);
    if (fence?.shape !== "circle") return plan;
    return editPlan(plan, { kind: "put-fence", fence: { ...fence, radiusM: radiusTo(fence.centre, to) } });
  }
  const element = plan.elements.find(({ id }) => id === part.id);
  if (element?.kind === "orbit")
    return editPlan(plan, { kind: "change", element: { ...element, radiusM: radiusTo(element.centre, to) } });
  if (element?.kind !== "pattern" || element.shape.kind !== "sector") return plan;
  const shape = { ...element.shape, radiusM: radiusTo(element.shape.datum, to) };
  return editPlan(plan, { kind: "change", element: { ...element, shape, points: [] } });
};

/** Where a part is taken hold of as a whole. */
const holdOf = (plan: Plan, id: string): LatLon | undefined => {
  const element = plan.elements.find((candidate) => candidate.id === id);
  if (element?.kind === "pattern") return middleOf(shapePlaces(element.shape));
  const fence = plan.fences.find((candidate) => candidate.id === id);
  return fence?.shape === "polygon" ? middleOf(fence.points) : undefined;
};

/** The plan with a handle moved. What has no path for its new shape yet has none: it is worked out next. */
export const moveGrip = (plan: Plan, grip: Grip, to: LatLon): Plan => {
  switch (grip.kind) {
    case "corner":
      return changeRing(plan, grip, (points) => points.map((point, i) => (i === grip.index ? to : point)));
    case "radius":
      return changeRadius(plan, grip, to);
    case "whole": {
      const from = holdOf(plan, grip.part.id);
      const moved = editPlan(plan, { kind: "move", id: grip.part.id, to, ...(from === undefined ? {} : { from }) });
      const element = moved.elements.find(({ id }) => id === grip.part.id);
      // Other ground below: heights, and with them the path, are others.
      return element?.kind === "pattern" && element.height.followTerrain
        ? editPlan(moved, { kind: "set-pattern", id: element.id, points: [] })
        : moved;
    }
    default:
      return plan;
  }
};

/**
 * Makes the corner or the point that a handle between two stands for.
 * @returns with the handle that the same finger now holds
 */
export const insertAtGrip = (
  plan: Plan,
  grip: Grip,
  at: LatLon,
  newId: string,
): { readonly plan: Plan; readonly grip: Grip } => {
  if (grip.kind === "middle")
    return {
      plan: changeRing(plan, grip, (points) => [
        ...points.slice(0, grip.index + 1),
        at,
        ...points.slice(grip.index + 1),
      ]),
      grip: { ...grip, kind: "corner", index: grip.index + 1 },
    };
  if (grip.kind !== "leg") return { plan, grip };
  const index = plan.elements.findIndex(({ id }) => id === grip.part.id);
  const before = plan.elements[index - 1];
  const element: PlanElement = {
    id: newId,
    kind: "point",
    position: at,
    ...(before?.kind === "point" && before.altitude !== undefined ? { altitude: before.altitude } : {}),
  };
  return {
    plan: editPlan(plan, { kind: "insert", element, index }),
    grip: { kind: "whole", part: { kind: "element", id: newId } },
  };
};

const leastCorners = (plan: Plan, grip: Grip): number => {
  const element = plan.elements.find(({ id }) => id === grip.part.id);
  return element?.kind === "pattern" && element.shape.kind === "corridor" ? 2 : 3;
};

/** Takes away what a handle holds: a corner where enough are left, a hole with its last three, else the whole part. */
export const removeGrip = (plan: Plan, grip: Grip): Plan => {
  if (grip.kind !== "corner") return editPlan(plan, { kind: "delete", id: grip.part.id });
  const least = leastCorners(plan, grip);
  const removed = changeRing(plan, grip, (points) =>
    points.length > least ? points.filter((_, i) => i !== grip.index) : points,
  );
  const before = ringAt(plan, grip);
  if (before.length > least || grip.ring === 0) return before.length > least ? removed : plan;
  return withoutHole(plan, grip.part.id, grip.ring - 1);
};

const ringAt = (plan: Plan, grip: Grip & { readonly ring: number }): Ring => {
  let found: Ring = [];
  changeRing(plan, grip, (points) => {
    found = points;
    return points;
  });
  return found;
};
