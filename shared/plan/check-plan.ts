import { checkAskedHeights } from "./check-asked-heights.ts";
import { checkFences } from "./check-fences.ts";
import { checkHeights } from "./check-heights.ts";
import { checkOrder } from "./check-order.ts";
import { checkWay } from "./check-way.ts";
import { compilePlan } from "./compile-plan.ts";
import { estimatePlan, type PlanEstimate } from "./estimate-plan.ts";
import type { Plan } from "./plan.ts";
import type { PlanContext } from "./plan-context.ts";
import { type PlanProblem, planProblem } from "./plan-problem.ts";

/**
 * Everything that is wrong with a plan for its vehicle, errors first; each thing once for an element. Errors keep it from being
 * uploaded. What can't be checked (no terrain, no home) is said, not assumed to be well.
 */
export const checkPlan = (plan: Plan, context: PlanContext): readonly PlanProblem[] => {
  const compiled = compilePlan(plan, context);
  const own = compiled.ok ? compiled.warnings : compiled.problems;
  // No vehicle takes that many: they needn't be compared with every side of every fence.
  const isTooLong = own.some(({ code }) => code === "too-many-items");
  const problems = [
    ...own,
    ...checkOrder(plan, context),
    ...(isTooLong ? [] : checkFences(plan, context)),
    ...checkWay(plan, context),
    ...checkHeights(plan, context),
    ...checkAskedHeights(plan, context),
    ...checkBattery(estimatePlan(plan, context)),
  ];
  const once = new Map(
    // The first one of a kind stays.
    [...problems].reverse().map((problem) => [`${problem.code} ${problem.elementId ?? ""}`, problem] as const),
  );
  const kept = [...once.values()].reverse();
  return [
    ...kept.filter(({ severity }) => severity === "error"),
    ...kept.filter(({ severity }) => severity !== "error"),
  ];
};

const percent = (fraction: number): number => Math.round(fraction * 100);

/** Only what was measured, and doesn't even cover the way, keeps a plan from being flown. */
const checkBattery = (estimate: PlanEstimate): PlanProblem[] => {
  const { enough, basis, batteryNeededFraction, batteryLeftFraction: left = 1, reserveFraction } = estimate;
  const isHopeless = basis === "measured" && batteryNeededFraction > left;
  const params = { needed: percent(batteryNeededFraction), left: percent(left), reserve: percent(reserveFraction) };
  const { standingInWindMps } = estimate;
  return [
    ...(enough === "no"
      ? [planProblem(isHopeless ? "error" : "warning", "not-enough-battery", undefined, params)]
      : []),
    ...(standingInWindMps === undefined
      ? []
      : [planProblem("warning", "wind-too-strong", undefined, { speed: Math.round(standingInWindMps) })]),
  ];
};
