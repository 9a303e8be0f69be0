import type { SearchGrid } from "../grid/search-grid.ts";
import type { PlannedPath, SearchingVehicle } from "./searching-vehicle.ts";

export interface PlanPathsOptions {
  /** How far ahead paths reach, s. */
  readonly horizonS: number;
}

/**
 * Where each vehicle goes next.
 * @param left probability that is left in each cell; borrowed, not changed
 */
export const planPaths = (
  _grid: SearchGrid,
  _left: Float32Array,
  vehicles: readonly SearchingVehicle[],
  _options: PlanPathsOptions,
): readonly PlannedPath[] => vehicles.map(({ id }) => ({ vehicleId: id, path: [], durationS: 0, gain: 0 }));
