import type { Plan } from "../../../shared/plan/plan.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";

/** Where a vehicle may be, and where it may land instead of at home. */
export type HeldFences = Pick<Plan, "fences" | "rallyPoints">;

/**
 * What holds for a vehicle already: the fences and rally points of the plan on board, else of the newest one that somebody made
 * for it. A plan that the station makes takes them along, for an upload writes a plan's fences too and would empty them.
 */
export const heldFences = (
  plans: ReadonlyMap<string, PlanView>,
  vehicleId: VehicleId,
  onboardPlanId: string | undefined,
): HeldFences => {
  const onboard = onboardPlanId === undefined ? undefined : plans.get(onboardPlanId);
  const newest = [...plans.values()]
    .filter(({ plan }) => plan.vehicleId === vehicleId)
    .reduce<PlanView | undefined>(
      (last, view) => (last && last.changedUtcMs > view.changedUtcMs ? last : view),
      undefined,
    );
  const { fences = [], rallyPoints = [] } = (onboard ?? newest)?.plan ?? {};
  return { fences, rallyPoints };
};
