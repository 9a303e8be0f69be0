import { createStore } from "zustand/vanilla";
import type { TerrainGrid } from "../../shared/geo/terrain-grid.ts";

/** The station's terrain once it is loaded: the map draws it, plans are checked against it. */
export const createTerrainStore = () =>
  createStore<{ readonly grid: TerrainGrid | undefined }>()(() => ({ grid: undefined }));
export type TerrainStore = ReturnType<typeof createTerrainStore>;
