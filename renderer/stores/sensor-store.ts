import { createStore } from "zustand/vanilla";

/** Fixed sensors of one dataset; thousands, so as numbers, not as objects. */
export interface SensorRows {
  /** Latitude and longitude in turn, degrees. */
  readonly latLonDeg: Float64Array;
  readonly names: readonly string[];
}

/** By dataset. */
export interface SensorState {
  readonly byDataset: Readonly<Record<string, SensorRows>>;
}

export const createSensorStore = () => createStore<SensorState>()(() => ({ byDataset: {} }));
export type SensorStore = ReturnType<typeof createSensorStore>;
