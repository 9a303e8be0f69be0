import { createStore } from "zustand/vanilla";
import type { HeatSource } from "../../shared/heat/heat-source.ts";

export interface HeatState {
  readonly byId: Readonly<Record<string, HeatSource>>;
}

export const createHeatStore = () => createStore<HeatState>()(() => ({ byId: {} }));
export type HeatStore = ReturnType<typeof createHeatStore>;
