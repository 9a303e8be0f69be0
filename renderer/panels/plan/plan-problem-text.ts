import type { PlanProblem } from "../../../shared/plan/plan-problem.ts";
import type { Translate } from "../../i18n/translate.ts";

/** What is wrong with a plan, in a sentence. */
export const planProblemText = (t: Translate, { code, params }: Pick<PlanProblem, "code" | "params">): string =>
  t.loose(`planProblem.${code}`, params);
