import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";

export const searchTabs = ["subject", "model", "segments", "next", "close"] as const;
export type SearchTab = (typeof searchTabs)[number];

/** What the search panel shows; and of a division what isn't kept yet, for the map to draw. */
export interface SearchPanelState {
  readonly tab: SearchTab;
  /** Rings of a division that nobody kept yet: drawn thin and dashed. */
  readonly preview: readonly (readonly LatLon[])[];
  readonly showTab: (tab: SearchTab) => void;
  readonly setPreview: (rings: readonly (readonly LatLon[])[]) => void;
}

export const createSearchPanelStore = () =>
  createStore<SearchPanelState>()((set) => ({
    tab: "subject",
    preview: [],
    showTab: (tab) => set({ tab }),
    setPreview: (preview) => set({ preview }),
  }));
export type SearchPanelStore = ReturnType<typeof createSearchPanelStore>;
