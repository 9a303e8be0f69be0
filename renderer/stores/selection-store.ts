import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";

/** How the map looks at a place that it moves to. */
export interface FlyToOptions {
  /** What is to be seen whole, from no closer than that takes; without it the map comes close. */
  readonly around?: readonly LatLon[];
  /** As soon as the probability map of the search that was just opened is known, its rings are shown. */
  readonly opens?: "search";
}

/** A wish that the map moves there; `requestN` grows so that asking twice for the same place moves twice. */
export interface FlyTo extends LatLon, FlyToOptions {
  readonly requestN: number;
}

export interface SelectionState {
  /** The one vehicle that controls act on. */
  readonly selectedVehicleId: VehicleId | undefined;
  /** The vehicle the map keeps in view; watching is not selecting. */
  readonly watchedVehicleId: VehicleId | undefined;
  readonly hoveredVehicleId: VehicleId | undefined;
  readonly selectedHeatId: string | undefined;
  readonly hoveredHeatId: string | undefined;
  /** A segment, clue, team ... of the incident, by `thingKey`; list and map choose the same one. */
  readonly selectedThingKey: string | undefined;
  readonly hoveredThingKey: string | undefined;
  readonly flyTo: FlyTo | undefined;
  readonly selectVehicle: (id: VehicleId | undefined) => void;
  readonly watchVehicle: (id: VehicleId | undefined) => void;
  readonly hoverVehicle: (id: VehicleId | undefined) => void;
  readonly selectHeat: (id: string | undefined) => void;
  readonly hoverHeat: (id: string | undefined) => void;
  readonly selectThing: (key: string | undefined) => void;
  readonly hoverThing: (key: string | undefined) => void;
  readonly requestFlyTo: (place: LatLon, options?: FlyToOptions) => void;
  /** Esc: nothing selected, nothing watched. */
  readonly clear: () => void;
}

export const createSelectionStore = () =>
  createStore<SelectionState>()((set) => ({
    selectedVehicleId: undefined,
    watchedVehicleId: undefined,
    hoveredVehicleId: undefined,
    selectedHeatId: undefined,
    hoveredHeatId: undefined,
    selectedThingKey: undefined,
    hoveredThingKey: undefined,
    flyTo: undefined,
    selectVehicle: (selectedVehicleId) => set({ selectedVehicleId }),
    watchVehicle: (watchedVehicleId) => set({ watchedVehicleId }),
    hoverVehicle: (hoveredVehicleId) => set({ hoveredVehicleId }),
    selectHeat: (selectedHeatId) => set({ selectedHeatId }),
    hoverHeat: (hoveredHeatId) => set({ hoveredHeatId }),
    selectThing: (selectedThingKey) => set({ selectedThingKey }),
    hoverThing: (hoveredThingKey) => set({ hoveredThingKey }),
    requestFlyTo: ({ latDeg, lonDeg }, options) =>
      set((state) => ({ flyTo: { ...options, latDeg, lonDeg, requestN: (state.flyTo?.requestN ?? 0) + 1 } })),
    clear: () =>
      set({
        selectedVehicleId: undefined,
        watchedVehicleId: undefined,
        selectedHeatId: undefined,
        selectedThingKey: undefined,
      }),
  }));
export type SelectionStore = ReturnType<typeof createSelectionStore>;
