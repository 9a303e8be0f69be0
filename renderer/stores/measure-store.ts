import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";

export interface MeasureState {
  /** What was laid on the map to be measured; stays until it is taken away. */
  readonly path: readonly LatLon[];
  readonly show: (path: readonly LatLon[]) => void;
  readonly clear: () => void;
}

export const createMeasureStore = () =>
  createStore<MeasureState>()((set) => ({
    path: [],
    show: (path) => set({ path }),
    clear: () => set({ path: [] }),
  }));
export type MeasureStore = ReturnType<typeof createMeasureStore>;
