import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Nearest } from "../../shared/wire/incident.ts";

/** Who can be at a place first, as the station answered last; marked on the map until it is put away. */
export interface NearestState {
  /** The place that was asked for. */
  readonly place: LatLon | undefined;
  readonly nearest: readonly Nearest[];
  /** The one that a panel points at. */
  readonly hoveredWho: string | undefined;
}

export const createNearestStore = () =>
  createStore<NearestState>()(() => ({ place: undefined, nearest: [], hoveredWho: undefined }));
export type NearestStore = ReturnType<typeof createNearestStore>;
