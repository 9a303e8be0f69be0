import { distanceM } from "../geo/geodesic.ts";
import type { Plan } from "./plan.ts";
import { flies, type PlanContext } from "./plan-context.ts";
import { type PlanProblem, planProblem } from "./plan-problem.ts";
import { planTrack } from "./plan-track.ts";

/** Farther than this is rather a slip of the finger, m. */
const farLegM = { air: 5000, ground: 1000 };
const farStartM = { air: 3000, ground: 500 };
/** PX4 refuses missions that begin farther away (MIS_DIST_1WP). */
const px4FarStartM = 900;
const steepDeg = { wing: 15, rotor: 60 };
/** Shorter legs are climbs on the spot. */
const spotM = 2;

/** What is wrong with the way between the points. */
export const checkWay = (plan: Plan, context: PlanContext): PlanProblem[] => {
  const { nodes } = planTrack(plan, context);
  const problems: PlanProblem[] = [];
  const medium = flies(context.kind) ? "air" : "ground";
  const isWing = context.kind === "fixed-wing" || context.kind === "vtol";
  const mostDeg = isWing ? steepDeg.wing : steepDeg.rotor;
  nodes.forEach((node, index) => {
    const from = nodes[index - 1];
    if (from === undefined) return;
    const legM = distanceM(from.place, node.place);
    if (legM > farLegM[medium] && from.elementId !== undefined)
      problems.push(planProblem("warning", "too-far-apart", node.elementId, { distance: Math.round(legM) }));
    const riseM = (node.altMslM ?? 0) - (from.altMslM ?? 0);
    const isKnown = node.altMslM !== undefined && from.altMslM !== undefined;
    const angleDeg = (Math.atan2(Math.abs(riseM), legM) * 180) / Math.PI;
    if (medium === "air" && isKnown && legM > spotM && angleDeg > mostDeg)
      problems.push(planProblem("warning", "steep-climb", node.elementId, { angle: Math.round(angleDeg) }));
  });
  return [...problems, ...checkStart(plan, context)];
};

const checkStart = (plan: Plan, context: PlanContext): PlanProblem[] => {
  const start = context.position ?? context.home;
  const { nodes } = planTrack(plan, context);
  const skipped = new Set(plan.elements.filter(({ kind }) => kind === "take-off").map(({ id }) => id));
  const first = nodes.find(({ elementId }) => elementId !== undefined && !skipped.has(elementId));
  if (start === undefined || first === undefined) return [];
  const firstM = distanceM(start, first.place);
  const mostM = context.autopilot === "px4" ? px4FarStartM : farStartM[flies(context.kind) ? "air" : "ground"];
  if (firstM <= mostM) return [];
  return [planProblem("warning", "first-point-far", first.elementId, { distance: Math.round(firstM), most: mostM })];
};
