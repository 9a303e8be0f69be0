import type { PlanProblem } from "../../../shared/plan/plan-problem.ts";
import type { PlanExamination } from "../../stores/plan/examine-plan.ts";

/** What is said of a plan: of a pattern that could not be laid not also that it has no path, since its own fault says why. */
export const saidProblems = (check: PlanExamination | undefined): readonly PlanProblem[] => {
  const faulty = new Set(check?.patterns.flatMap(({ elementId, result }) => (result.ok ? [] : [elementId])));
  return (check?.problems ?? []).filter(
    ({ code, elementId }) => code !== "pattern-empty" || elementId === undefined || !faulty.has(elementId),
  );
};
