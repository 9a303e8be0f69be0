import { createStore } from "zustand/vanilla";
import type { PlanExamination } from "./plan/examine-plan.ts";

/** What was worked out about plans, each as it was a moment ago. */
export interface PlanCheckState {
  readonly byId: Readonly<Record<string, PlanExamination>>;
}

export const createPlanCheckStore = () => createStore<PlanCheckState>()(() => ({ byId: {} }));
export type PlanCheckStore = ReturnType<typeof createPlanCheckStore>;
