import type { Plan, PlanElement } from "../../shared/plan/plan.ts";
import type { PatternPoint } from "../../shared/search/patterns/pattern.ts";
import { degToRad } from "../../shared/units/angle.ts";
import { placeAt } from "./build-views.ts";

/** Lines north and south, `spacingM` apart. */
const sweep = (westM: number, eastM: number, spacingM: number): PatternPoint[] => {
  const points: PatternPoint[] = [];
  for (let i = 0; westM + i * spacingM <= eastM; i++) {
    const [fromM, toM] = i % 2 === 0 ? [-140, 60] : [60, -140];
    points.push({ ...placeAt(fromM, westM + i * spacingM), searching: true });
    points.push({ ...placeAt(toM, westM + i * spacingM), searching: false });
  }
  return points;
};

/** A plan with one of nearly everything, about the scene's centre; each vehicle's lies `120 m` further east. */
export const buildPlan = (vehicleId: string, change: Partial<Plan> = {}): Plan => {
  const eastM = 120 * Number.parseInt(vehicleId, 10) - 360;
  const elements: PlanElement[] = [
    { id: "e1", kind: "take-off", altitude: { reference: "home", m: 40 } },
    { id: "e2", kind: "point", position: placeAt(120, eastM), altitude: { reference: "ground", m: 60 }, delayS: 5 },
    {
      id: "e3",
      kind: "pattern",
      shape: {
        kind: "parallel",
        area: {
          outline: [placeAt(60, eastM), placeAt(60, eastM + 110), placeAt(-140, eastM + 110), placeAt(-140, eastM)],
          holes: [],
        },
        lineHeadingRad: 0,
        spacingM: 35,
      },
      height: { aglM: 60, followTerrain: true, maxClimb: 0.5 },
      camera: {
        name: "M3T",
        widthPx: 640,
        heightPx: 512,
        hfovRad: degToRad(45.8),
        vfovRad: degToRad(37.3),
        pitchRad: degToRad(-90),
        sideOverlap: 0.3,
      },
      points: sweep(eastM + 10, eastM + 105, 35),
    },
    { id: "e4", kind: "orbit", centre: placeAt(-200, eastM + 60), radiusM: 40, turns: 2, clockwise: true },
    { id: "e5", kind: "point", position: placeAt(-120, eastM + 150), action: "photo", speedMps: 3 },
    { id: "e6", kind: "return" },
  ];
  return {
    id: `plan-${vehicleId}`,
    name: "Fields north of the canal",
    vehicleId,
    altitude: { reference: "ground", m: 60 },
    speedMps: 5,
    elements,
    fences: [],
    rallyPoints: [],
    reserveFraction: 0.25,
    ...change,
  };
};
