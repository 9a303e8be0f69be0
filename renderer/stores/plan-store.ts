import { createStore } from "zustand/vanilla";
import type { PlanView } from "../../shared/wire/plans.ts";

/** The plans as the station has them; what is being edited is elsewhere. */
export const createPlanStore = () =>
  createStore<{ readonly byId: Readonly<Record<string, PlanView>> }>()(() => ({ byId: {} }));
export type PlanStore = ReturnType<typeof createPlanStore>;
