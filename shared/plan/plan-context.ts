import type { LatLon } from "../geo/lat-lon.ts";
import type { Terrain } from "../geo/terrain.ts";
import type { AutopilotFamily, VehicleKind, VehicleState } from "../vehicle/vehicle-state.ts";
import type { Plan } from "./plan.ts";

/** Where a vehicle returns to. The height is the vehicle's own, m above mean sea level. */
export interface PlanHome extends LatLon {
  readonly altMslM?: number;
}

/** For whom a plan is compiled, timed and checked. */
export interface PlanContext {
  readonly autopilot: AutopilotFamily;
  readonly kind: VehicleKind;
  /** The vehicle's own; else the plan's planned one counts. */
  readonly home?: PlanHome;
  readonly terrain?: Terrain;
  /** Where it is now, for the way to the first point. */
  readonly position?: PlanHome;
  readonly wind?: { readonly fromRad: number; readonly speedMps: number };
  /** `remainingS` only as measured in flight: at rest a battery seems to last for ever. */
  readonly battery?: { readonly fraction?: number; readonly remainingS?: number };
  readonly airborne?: boolean;
  /** Whether it keeps to its fence; absent where it doesn't say. */
  readonly fenceEnabled?: boolean;
}

/** A plan's heights only count for what flies. */
export const flies = (kind: VehicleKind): boolean => kind !== "ground-robot" && kind !== "boat";

/** What a vehicle's state says for its plans. Battery time counts only from a vehicle that is armed. */
export const planContextOf = (vehicle: VehicleState, terrain: Terrain | undefined): PlanContext => {
  const { autopilot, kind, home, position, wind, battery, armed } = vehicle;
  const fenceEnabled = vehicle.health?.fenceEnabled;
  const remainingS = armed ? battery?.remainingS : undefined;
  return {
    autopilot,
    kind,
    airborne: armed && (position?.altHomeM ?? 0) > 2,
    ...(home === undefined ? {} : { home }),
    ...(fenceEnabled === undefined ? {} : { fenceEnabled }),
    ...(terrain === undefined ? {} : { terrain }),
    ...(position === undefined ? {} : { position }),
    ...(wind === undefined ? {} : { wind }),
    ...(battery === undefined
      ? {}
      : {
          battery: {
            ...(battery.fraction === undefined ? {} : { fraction: battery.fraction }),
            ...(remainingS === undefined ? {} : { remainingS }),
          },
        }),
  };
};

/** Where a plan's heights above home count from. */
export const homeOf = (plan: Pick<Plan, "plannedHome">, context: Pick<PlanContext, "home">): PlanHome | undefined =>
  context.home ?? plan.plannedHome;
