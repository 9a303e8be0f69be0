import type { BaseMap } from "../../shared/geo/base-map.ts";
import { drawBaseMap } from "./landscape/draw-base-map.ts";
import { nearestOnLine, type Point } from "./landscape/geometry.ts";
import type { Landscape } from "./landscape/landscape.ts";
import { planLandscape } from "./landscape/plan-landscape.ts";
import { type HeightGrid, raiseTerrain } from "./landscape/raise-terrain.ts";
import { LocalPlane } from "./local-plane.ts";
import type { Scenario } from "./scenario.ts";
import { Ground } from "./scene/ground.ts";

/** Where the person lies, on the scenario's plane. */
export interface PersonPlace {
  readonly eastM: number;
  readonly northM: number;
  readonly headingRad: number;
}

/** The country a scenario plays in: everything that does not move. */
export interface World {
  readonly plane: LocalPlane;
  readonly landscape: Landscape;
  readonly grid: HeightGrid;
  readonly ground: Ground;
  readonly person: PersonPlace;
  readonly baseMap: BaseMap;
}

/** Grows the country out of the scenario's seed; the same seed gives the same country. */
export const buildWorld = (scenario: Scenario): World => {
  const plane = new LocalPlane(scenario.centre);
  const landscape = planLandscape({ seed: scenario.terrain.seed, sizeM: scenario.terrain.sizeM });
  const grid = raiseTerrain(landscape, scenario.terrain.cellM);
  const baseMap = drawBaseMap(landscape, grid, plane, `synthetic-${scenario.terrain.seed}`);
  return { plane, landscape, grid, ground: new Ground(grid), person: placePerson(scenario, plane, landscape), baseMap };
};

/** On the bank, a step away from the water's edge. */
const bankM = 0.9;

const placePerson = (scenario: Scenario, plane: LocalPlane, landscape: Landscape): PersonPlace => {
  const { person } = scenario;
  const { eastM, northM } = plane.toLocal(person);
  const headingRad = (person.headingDeg * Math.PI) / 180;
  if (person.beside === "nothing") return { eastM, northM, headingRad };
  const ditches = landscape.ways.filter((way) => way.kind === "ditch");
  let best: { readonly away: number; readonly at: Point } | undefined;
  for (const ditch of ditches) {
    const near = nearestOnLine(ditch.points, eastM, northM);
    if (best !== undefined && near.distanceM >= best.away) continue;
    const [ae, an] = near.along;
    // The bank on the side of the place given.
    const side = (eastM - near.point[0]) * -an + (northM - near.point[1]) * ae >= 0 ? 1 : -1;
    const off = side * (ditch.widthM / 2 + bankM);
    best = { away: near.distanceM, at: [near.point[0] - an * off, near.point[1] + ae * off] };
  }
  return best === undefined ? { eastM, northM, headingRad } : { eastM: best.at[0], northM: best.at[1], headingRad };
};
