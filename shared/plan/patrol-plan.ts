import type { LatLon } from "../geo/lat-lon.ts";
import type { Altitude } from "../units/altitude.ts";
import type { VehicleKind } from "../vehicle/vehicle-state.ts";
import type { Plan, PlanElement } from "./plan.ts";
import { flies } from "./plan-context.ts";
import { defaultAltitude, defaultReserveFraction, defaultSpeedMps } from "./plan-defaults.ts";

export interface PathPlanOptions {
  readonly path: readonly LatLon[];
  readonly speedMps?: number;
  /** A drone's. */
  readonly altitude?: Altitude;
  readonly vehicle: { readonly id: string; readonly kind: VehicleKind };
  /** A drone that stands on the ground takes off first. */
  readonly airborne?: boolean;
}

const pathPlan = ({ path, speedMps, altitude, vehicle, airborne = true }: PathPlanOptions, kind: string): Plan => {
  const points = path.map((position, index): PlanElement => ({ id: `p${index + 1}`, kind: "point", position }));
  const height = altitude ?? defaultAltitude(vehicle.kind);
  const takeOff: PlanElement[] =
    flies(vehicle.kind) && !airborne ? [{ id: "take-off", kind: "take-off", altitude: height }] : [];
  return {
    id: `${kind}-${vehicle.id}`,
    name: kind,
    vehicleId: vehicle.id,
    altitude: height,
    speedMps: speedMps ?? defaultSpeedMps(vehicle.kind),
    elements: [...takeOff, ...points],
    fences: [],
    rallyPoints: [],
    reserveFraction: defaultReserveFraction,
  };
};

/** Along a drawn path once; the vehicle stays at its end. */
export const followPathPlan = (options: PathPlanOptions): Plan => pathPlan(options, "path");

/** Round a loop of points, `loops` times or until stopped; closed, so that each round also walks from the last to the first. */
export const patrolPlan = (options: PathPlanOptions & { readonly loops?: number }): Plan => {
  const { path, loops } = options;
  const [first] = path;
  const plan = pathPlan(options, "patrol");
  if (first === undefined) return plan;
  const close: PlanElement = { id: "close", kind: "point", position: first };
  // The jump goes to the second point: the vehicle stands at the first again, where the round closed.
  const toElementId = path.length > 1 ? "p2" : "p1";
  const again: PlanElement[] =
    loops === undefined
      ? [{ id: "loop", kind: "loop", toElementId }]
      : loops > 1
        ? [{ id: "loop", kind: "loop", toElementId, times: loops - 1 }]
        : [];
  return { ...plan, elements: [...plan.elements, close, ...again] };
};
