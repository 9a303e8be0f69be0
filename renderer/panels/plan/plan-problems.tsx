import { useState } from "react";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { PlanProblem } from "../../../shared/plan/plan-problem.ts";
import type { PlanExamination } from "../../stores/plan/examine-plan.ts";
import { placeOfPart } from "../../stores/plan/plan-places.ts";
import type { PlanPart } from "../../stores/plan-edit-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { planProblemText } from "./plan-problem-text.ts";
import { saidProblems } from "./said-problems.ts";

/** Errors at once; warnings when asked for, so that the steps stay in sight. */
const shownAtFirst = 3;

/** The part that a problem is about, by its id. */
const partOf = (plan: Plan, id: string | undefined): PlanPart | undefined => {
  if (id === undefined) return undefined;
  if (plan.elements.some((element) => element.id === id)) return { kind: "element", id };
  if (plan.fences.some((fence) => fence.id === id)) return { kind: "fence", id };
  return plan.rallyPoints.some((point) => point.id === id) ? { kind: "rally", id } : undefined;
};

const Row = ({ plan, problem }: { readonly plan: Plan; readonly problem: PlanProblem }) => {
  const t = useTranslate();
  const { planEdit, selection } = useStores();
  const part = partOf(plan, problem.elementId);
  const index = plan.elements.findIndex(({ id }) => id === problem.elementId);
  const show = () => {
    planEdit.getState().choosePart(part);
    const place = placeOfPart(plan, part?.id);
    if (place !== undefined) selection.getState().requestFlyTo(place);
  };
  const words = (
    <>
      <StateMark state={problem.severity === "error" ? "bad" : "warn"} />
      <span>
        {index >= 0 && <strong className="plan-number">{index + 1}</strong>}
        {planProblemText(t, problem)}
      </span>
    </>
  );
  return (
    <li>
      {part === undefined ? (
        <div className="plan-problem">{words}</div>
      ) : (
        <button type="button" className="plan-problem" title={t("plan.showOnMap")} onClick={show}>
          {words}
        </button>
      )}
    </li>
  );
};

/** What is wrong with the plan; errors first, each leads to its place. */
export const PlanProblems = ({ plan, check }: { readonly plan: Plan; readonly check: PlanExamination | undefined }) => {
  const t = useTranslate();
  const [all, setAll] = useState(false);
  const problems = plan.elements.length === 0 && plan.fences.length === 0 ? [] : saidProblems(check);
  if (problems.length === 0) return undefined;
  const errors = problems.filter(({ severity }) => severity === "error").slice(0, shownAtFirst);
  const shown = all ? problems : errors;
  const hidden = problems.length - errors.length;
  return (
    <section className="plan-problems" aria-label={t("plan.problems")}>
      <ul>
        {shown.map((problem) => (
          <Row key={`${problem.code} ${problem.elementId}`} plan={plan} problem={problem} />
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="plan-problem" aria-expanded={all} onClick={() => setAll(!all)}>
          <StateMark state="warn" />
          <span>{all ? t("plan.fewerProblems") : t("plan.moreProblems", { count: hidden })}</span>
        </button>
      )}
    </section>
  );
};
