import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";

/** The ground under a place of a picture that a person pressed; the map shows it until it is taken away. */
export interface MarkedPoint {
  readonly position: LatLon;
  /** Half axes of the 95 % ellipse, m, as the station gives them: their direction isn't known. */
  readonly ellipse95M?: readonly [number, number];
  /** Whose picture was pressed: its colour, and its name beside the point. */
  readonly vehicleId?: string;
}

export interface MarkedPointState {
  readonly point: MarkedPoint | undefined;
  readonly mark: (point: MarkedPoint) => void;
  readonly clear: () => void;
}

export const createMarkedPointStore = () =>
  createStore<MarkedPointState>()((set) => ({
    point: undefined,
    mark: (point) => set({ point }),
    clear: () => set({ point: undefined }),
  }));
export type MarkedPointStore = ReturnType<typeof createMarkedPointStore>;
