import type { LatLon } from "../geo/lat-lon.ts";
import { ringsCross } from "./check-order.ts";
import { FenceArea } from "./fence-area.ts";
import type { Fence, Plan } from "./plan.ts";
import { homeOf, type PlanContext } from "./plan-context.ts";
import { type PlanProblem, planProblem } from "./plan-problem.ts";
import { planTrack } from "./plan-track.ts";

/** ArduPilot counts a polygon's corners in 8 bits. */
const mostArduPilotCorners = 255;
const leastRadiusM = 1;

/** What is wrong with the fences, and what of the plan they don't allow. The vehicle would break off where it meets them. */
export const checkFences = (plan: Plan, context: PlanContext): PlanProblem[] => {
  const { fences } = plan;
  const isOff = fences.length > 0 && context.fenceEnabled === false;
  const shapes = [
    ...fences.flatMap((fence) => checkShape(fence, context)),
    ...(isOff ? [planProblem("warning", "fence-off")] : []),
  ];
  // A fence that is wrong itself says nothing about the rest.
  const whole = fences.filter(({ id }) => !shapes.some(({ elementId }) => elementId === id));
  if (whole.length === 0) return shapes;
  const area = new FenceArea(whole, context.autopilot);
  const home = homeOf(plan, context);
  return [
    ...shapes,
    ...(home !== undefined && area.at(home) !== "inside" ? [planProblem("error", "home-outside-fence")] : []),
    ...plan.rallyPoints
      .filter((point) => area.at(point) !== "inside")
      .map(({ id }) => planProblem("error", "rally-outside-fence", id)),
    ...checkTrack(plan, context, area),
  ];
};

const checkShape = (fence: Fence, { autopilot }: PlanContext): PlanProblem[] => {
  const { id } = fence;
  if (fence.shape === "circle")
    return fence.radiusM >= leastRadiusM ? [] : [planProblem("error", "fence-too-small", id)];
  const { points } = fence;
  if (new Set(points.map(placeKey)).size < 3) return [planProblem("error", "fence-too-small", id)];
  const most = mostArduPilotCorners;
  if (autopilot === "ardupilot" && points.length > most)
    return [planProblem("error", "fence-too-many-points", id, { points: points.length, most })];
  return ringsCross([points]) ? [planProblem("error", "fence-self-crossing", id)] : [];
};

const placeKey = ({ latDeg, lonDeg }: LatLon): string => `${latDeg} ${lonDeg}`;

const checkTrack = (plan: Plan, context: PlanContext, area: FenceArea): PlanProblem[] => {
  const { nodes } = planTrack(plan, context);
  const told = new Set<string>();
  const seen = new Set<string>();
  return nodes.flatMap((node, index) => {
    const from = nodes[index - 1];
    // A loop's later rounds go where the first one went.
    const leg = `${from === undefined ? "" : placeKey(from.place)} ${placeKey(node.place)}`;
    if (seen.has(leg)) return [];
    seen.add(leg);
    const verdict = from === undefined ? area.at(node.place) : area.along(from.place, node.place);
    // Where it starts is told as home.
    if (verdict === "inside" || node.elementId === undefined || told.has(verdict + node.elementId)) return [];
    told.add(verdict + node.elementId);
    return [planProblem("error", verdict === "outside" ? "outside-fence" : "crosses-exclusion", node.elementId)];
  });
};
