import type { Terrain } from "../../shared/geo/terrain.ts";
import type { Plan, PlanElement } from "../../shared/plan/plan.ts";
import type { PlanContext } from "../../shared/plan/plan-context.ts";
import { placeAt } from "./build-views.ts";

/** A copter that stands at the scene's centre, 10 m above the sea, on level ground. */
export const copterAt = (change: Partial<PlanContext> = {}): PlanContext => ({
  autopilot: "ardupilot",
  kind: "multirotor",
  home: { ...placeAt(0, 0), altMslM: 12 },
  terrain: levelGround,
  ...change,
});

export const levelGround: Terrain = { cellM: 30, heightMslM: () => 10 };

/** Level at 10 m up to `fromM` north of the scene's centre, `highM` beyond. */
export const hillFrom = (fromM: number, highM: number): Terrain => ({
  cellM: 30,
  heightMslM: (latDeg) => (latDeg > placeAt(fromM, 0).latDeg ? highM : 10),
});

/** Known only south of the scene's centre. */
export const halfKnown: Terrain = {
  cellM: 30,
  heightMslM: (latDeg) => (latDeg > placeAt(1, 0).latDeg ? undefined : 10),
};

/** A plan of these steps at 60 m above home and 5 m/s. */
export const planOf = (elements: readonly PlanElement[], change: Partial<Plan> = {}): Plan => ({
  id: "plan",
  name: "Plan",
  vehicleId: "1",
  altitude: { reference: "home", m: 60 },
  speedMps: 5,
  elements,
  fences: [],
  rallyPoints: [],
  reserveFraction: 0.25,
  ...change,
});

/** A point so many metres north and east of home. */
export const pointAt = (
  id: string,
  northM: number,
  eastM: number,
  more: Partial<Extract<PlanElement, { readonly kind: "point" }>> = {},
): PlanElement => ({ id, kind: "point", position: placeAt(northM, eastM), ...more });

export const takeOff = (m = 60): PlanElement => ({
  id: "take-off",
  kind: "take-off",
  altitude: { reference: "home", m },
});
