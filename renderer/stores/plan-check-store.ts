import { createStore } from "zustand/vanilla";
import type { PlanConflict } from "../../shared/plan/deconflict.ts";
import type { PlanExamination } from "./plan/examine-plan.ts";

/** What was worked out about plans, each as it was a moment ago. */
export interface PlanCheckState {
  readonly byId: Readonly<Record<string, PlanExamination>>;
  /** Where the plans that are shown come too close, if they begin together. */
  readonly conflicts: readonly PlanConflict[];
}

export const createPlanCheckStore = () => createStore<PlanCheckState>()(() => ({ byId: {}, conflicts: [] }));
export type PlanCheckStore = ReturnType<typeof createPlanCheckStore>;
