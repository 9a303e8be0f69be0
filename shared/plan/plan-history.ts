import type { Plan } from "./plan.ts";

/** A plan and the ways back and forth. Immutable; `beginHistory` makes one, the functions below the next one. */
export interface PlanHistory {
  readonly past: readonly Plan[];
  readonly present: Plan;
  readonly future: readonly Plan[];
  /** What is being dragged or typed: the next change of the same is no step of its own. */
  readonly gesture?: string;
}

/** Steps that can be undone. */
const mostSteps = 200;

export const beginHistory = (plan: Plan): PlanHistory => ({ past: [], present: plan, future: [] });

/**
 * Takes a changed plan as the present one.
 * @param gesture names a drag or a field being typed in; all its changes are undone as one, until `endGesture`
 */
export const changePlan = (history: PlanHistory, plan: Plan, gesture?: string): PlanHistory => {
  if (plan === history.present) return history;
  const goesOn = gesture !== undefined && gesture === history.gesture;
  const past = goesOn ? history.past : [...history.past, history.present].slice(-mostSteps);
  return { past, present: plan, future: [], ...(gesture === undefined ? {} : { gesture }) };
};

/** The finger was lifted: what comes next is a step of its own. */
export const endGesture = ({ past, present, future }: PlanHistory): PlanHistory => ({ past, present, future });

/** One step back; the same history where there is none. */
export const undoPlan = (history: PlanHistory): PlanHistory => {
  const { past, present, future } = history;
  const before = past.at(-1);
  return before === undefined ? history : { past: past.slice(0, -1), present: before, future: [present, ...future] };
};

/** One step forth again; the same history where there is none. */
export const redoPlan = (history: PlanHistory): PlanHistory => {
  const { past, present, future } = history;
  const [next, ...later] = future;
  return next === undefined ? history : { past: [...past, present], present: next, future: later };
};
