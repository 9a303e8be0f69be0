import { createStore } from "zustand/vanilla";
import type { HeatSource } from "../../shared/heat/heat-source.ts";

export interface HeatState {
  readonly byId: Readonly<Record<string, HeatSource>>;
  /** What differs between `byId` and the table before it, for whoever has that one and needn't look at thousands. */
  readonly changed?: { readonly since: HeatState["byId"]; readonly ids: readonly string[] } | undefined;
}

export const createHeatStore = () => createStore<HeatState>()(() => ({ byId: {} }));
export type HeatStore = ReturnType<typeof createHeatStore>;
