import type { Altitude } from "../units/altitude.ts";
import type { VehicleKind } from "../vehicle/vehicle-state.ts";
import type { Plan } from "./plan.ts";
import { flies } from "./plan-context.ts";

/** Left in the battery when it is back, where nobody chose another. */
export const defaultReserveFraction = 0.25;

/** Search height of what flies; robots stay on the ground. */
export const defaultAltitude = (kind: VehicleKind): Altitude =>
  flies(kind) ? { reference: "home", m: 60 } : { reference: "ground", m: 0 };

/** Live watching is best at 5.4 m/s (sar.md 3); fixed wings can't fly that slowly, robots walk. */
export const defaultSpeedMps = (kind: VehicleKind): number =>
  kind === "fixed-wing" || kind === "vtol" ? 16 : flies(kind) ? 5 : kind === "boat" ? 2 : 1;

/** An empty plan for a vehicle. */
export const newPlan = (
  vehicle: { readonly id: string; readonly kind: VehicleKind },
  id: string,
  name: string,
): Plan => ({
  id,
  name,
  vehicleId: vehicle.id,
  altitude: defaultAltitude(vehicle.kind),
  speedMps: defaultSpeedMps(vehicle.kind),
  elements: [],
  fences: [],
  rallyPoints: [],
  reserveFraction: defaultReserveFraction,
});
