import { useMemo } from "react";
import { useStore } from "zustand";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { PlanExamination } from "../../stores/plan/examine-plan.ts";
import type { PlanDraft } from "../../stores/plan/plan-draft.ts";
import { allPlans, openPlanId } from "../../stores/plan-edit-store.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** All plans as they are here. */
export const useAllPlans = (): readonly Plan[] => {
  const { plans, planEdit } = useStores();
  const views = useStore(plans, (state) => state.byId);
  const drafts = useStore(planEdit, (state) => state.drafts);
  return useMemo(() => allPlans(views, drafts), [views, drafts]);
};

export interface OpenPlan {
  /** The vehicle's own, the open one among them. */
  readonly own: readonly Plan[];
  readonly plan: Plan | undefined;
  readonly draft: PlanDraft | undefined;
  readonly check: PlanExamination | undefined;
}

/** A vehicle's plans and the one that is open. */
export const useOpenPlan = (vehicleId: VehicleId): OpenPlan => {
  const { planEdit, planCheck, fleet } = useStores();
  const all = useAllPlans();
  const chosenId = useStore(planEdit, (state) => state.openIds[vehicleId]);
  const onboardId = useStore(fleet, ({ byId }) => byId[vehicleId]?.onboard?.planId);
  const planId = openPlanId(all, vehicleId, chosenId, onboardId);
  const draft = useStore(planEdit, ({ drafts }) => (planId === undefined ? undefined : drafts[planId]));
  const check = useStore(planCheck, ({ byId }) => (planId === undefined ? undefined : byId[planId]));
  const own = useMemo(() => all.filter((plan) => plan.vehicleId === vehicleId), [all, vehicleId]);
  return { own, plan: own.find(({ id }) => id === planId), draft, check };
};

/** Changes the plan; several with one `gesture` are one step of undo. */
export type ChangePlan = (change: (plan: Plan) => Plan, gesture?: string) => void;

export const useChangePlan = (planId: string): ChangePlan => {
  const { planEdit } = useStores();
  return useMemo(() => (change, gesture) => planEdit.getState().edit(planId, change, gesture), [planEdit, planId]);
};
