import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Candidate } from "../../../shared/search/dispatch/candidate.ts";
import { type NearestResult, nearest } from "../../../shared/search/dispatch/nearest.ts";
import { prepareGround, type TravelGround } from "../../../shared/search/dispatch/travel-ground.ts";
import { gridFor, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { WorkerGround } from "./worker-ground.ts";

export interface NearestAsk {
  readonly place: LatLon;
  readonly candidates: readonly Candidate[];
  readonly nowUtcMs: number;
  readonly limit: number;
  readonly skills: readonly string[];
}

/** Cells of the country to travel over, at most: made once, in some 0.2 s. */
const mostCells = 160_000;

/** Who can be somewhere first, over the country as it is known. */
export class TravelBook {
  #made: { readonly ground: WorkerGround; readonly map: SearchGrid; readonly travel: TravelGround } | undefined;

  /** @param map whose country is prepared; without one ways are straight lines */
  nearest(
    { place, candidates, nowUtcMs, limit, skills }: NearestAsk,
    ground: WorkerGround,
    map: SearchGrid | undefined,
  ): NearestResult {
    const travel = map === undefined ? undefined : this.#prepared(ground, map);
    return nearest(candidates, place, {
      ...{ nowUtcMs, limit, skills, per: "team" },
      ...(travel === undefined ? {} : { ground: travel }),
    });
  }

  #prepared(ground: WorkerGround, map: SearchGrid): TravelGround | undefined {
    // Without any feature nothing is known of ways and water.
    if (ground.features.length === 0) return undefined;
    if (this.#made?.ground === ground && this.#made.map === map) return this.#made.travel;
    const grid = gridFor(map.centre, (Math.max(map.rows, map.columns) * map.cellM) / 2, mostCells);
    const travel = prepareGround(grid, ground.features, ground.terrain);
    this.#made = { ground, map, travel };
    return travel;
  }
}
