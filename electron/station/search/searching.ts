import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Searcher } from "../../../shared/search/allocation/searcher.ts";

/** Somebody or something that can search, wherever the map's plane is. */
export interface PlacedSearcher extends Omit<Searcher, "at" | "home"> {
  readonly place: LatLon;
  readonly homePlace?: LatLon;
}
