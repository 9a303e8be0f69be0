import { createStore } from "zustand/vanilla";
import type { TrailDetails } from "../../shared/vehicle/trail-details.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../shared/wire/state.ts";

export interface FleetState {
  readonly byId: Readonly<Record<VehicleId, VehicleView>>;
  /** Stable: by name, numbers within names in numeric order. The n-th is what the digit key n selects. */
  readonly order: readonly VehicleId[];
  /** The last five minutes, flat: latDeg, lonDeg, atMs, and again; oldest first. An array is replaced when it grows. */
  readonly trails: Readonly<Record<VehicleId, readonly number[]>>;
  /** Of the trails' points, as far as it is known. */
  readonly trailDetails: Readonly<Record<VehicleId, TrailDetails>>;
}

export const createFleetStore = () =>
  createStore<FleetState>()(() => ({ byId: {}, order: [], trails: {}, trailDetails: {} }));
export type FleetStore = ReturnType<typeof createFleetStore>;
