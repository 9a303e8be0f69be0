import { distanceM } from "../geo/geodesic.ts";
import type { LatLon } from "../geo/lat-lon.ts";
import type { Altitude } from "../units/altitude.ts";
import type { Plan } from "./plan.ts";
import { flies, homeOf, type PlanContext, type PlanHome } from "./plan-context.ts";
import { PlanHeights } from "./plan-heights.ts";
import { type PlanProblem, planProblem } from "./plan-problem.ts";

/** Around home the ground is as high as home. */
const atHomeM = 30;

interface Asked {
  readonly id: string;
  readonly altitude: Altitude;
  /** Absent: where it takes off. */
  readonly place?: LatLon;
}

const askedHeights = ({ elements, rallyPoints, altitude: usual }: Plan): readonly Asked[] => [
  ...elements.flatMap((element): readonly Asked[] => {
    const { id } = element;
    switch (element.kind) {
      case "take-off":
        return [{ id, altitude: element.altitude }];
      case "point":
        return [{ id, altitude: element.altitude ?? usual, place: element.position }];
      case "orbit":
        return [{ id, altitude: element.altitude ?? usual, place: element.centre }];
      case "pattern":
        return element.points
          .slice(0, 1)
          .map((place) => ({ id, altitude: { reference: "ground", m: element.height.aglM }, place }));
      default:
        return [];
    }
  }),
  ...rallyPoints.map(({ id, altitude, ...place }) => ({ id, altitude, place })),
];

/**
 * Heights that can only be in the ground, by themselves: the way's own check says nothing where no terrain is known, nor of
 * where a vehicle turns to when something fails.
 */
export const checkAskedHeights = (plan: Plan, context: PlanContext): PlanProblem[] => {
  if (!flies(context.kind)) return [];
  const home = homeOf(plan, context);
  const heights = new PlanHeights(home, context.terrain);
  return askedHeights(plan).flatMap((asked) => {
    const aboveM = aboveGroundM(asked, heights, home);
    if (aboveM === undefined || aboveM > 0) return [];
    return [planProblem("error", "below-terrain", asked.id, { clearance: Math.floor(aboveM) })];
  });
};

const aboveGroundM = ({ altitude, place }: Asked, heights: PlanHeights, home: PlanHome | undefined) => {
  if (altitude.reference === "ground") return altitude.m;
  const where = place ?? home;
  const ground = where && heights.groundMslM(where);
  const mslM = heights.mslM(altitude, where);
  if (ground !== undefined && mslM !== undefined) return mslM - ground;
  const isAtHome = place === undefined || (home !== undefined && distanceM(home, place) <= atHomeM);
  return isAtHome ? heights.aboveHomeM(altitude, where) : undefined;
};
