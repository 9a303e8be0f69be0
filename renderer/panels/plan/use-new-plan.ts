import { newPlan } from "../../../shared/plan/plan-defaults.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { newPlanId } from "../../stores/plan/new-id.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { freeName } from "./new-element.ts";
import { useAllPlans } from "./use-plan.ts";

/** Makes an empty plan for a vehicle and opens it. */
export const useNewPlan = (id: VehicleId): (() => string | undefined) => {
  const t = useTranslate();
  const { planEdit, fleet } = useStores();
  const all = useAllPlans();
  return () => {
    const vehicle = fleet.getState().byId[id];
    if (vehicle === undefined) return undefined;
    const name = freeName(
      all.map((plan) => plan.name),
      (n) => t("plan.defaultName", { n }),
    );
    const plan = newPlan(vehicle, newPlanId(), name);
    planEdit.getState().add(plan);
    return plan.id;
  };
};
